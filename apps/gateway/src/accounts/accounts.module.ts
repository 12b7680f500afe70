import { Module } from '@nestjs/common';
import { AccountDesk } from './account-desk.js';
import { AccountLookup } from './account-lookup.js';
import { AccountsController } from './accounts.controller.js';

@Module({ controllers: [AccountsController], providers: [AccountDesk, AccountLookup], exports: [AccountLookup] })
export class AccountsModule {}
