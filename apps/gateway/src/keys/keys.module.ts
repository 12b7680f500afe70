import { Module } from '@nestjs/common';
import { KeyDesk } from './key-desk.js';
import { KeysController } from './keys.controller.js';

@Module({ controllers: [KeysController], providers: [KeyDesk] })
export class KeysModule {}
