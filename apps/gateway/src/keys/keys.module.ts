import { Module } from '@nestjs/common';
import { KeysService } from './keys.service.js';
import { KeysController } from './keys.controller.js';

@Module({ controllers: [KeysController], providers: [KeysService] })
export class KeysModule {}
