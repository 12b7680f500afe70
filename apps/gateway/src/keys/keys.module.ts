import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';

@Module({ imports: [AccountsModule], controllers: [KeysController], providers: [KeysService] })
export class KeysModule {}
