import { Module } from '@nestjs/common';
import { AccountLookup } from './account-lookup.js';
import { AccountsController } from './accounts.controller.js';

@Module({ controllers: [AccountsController], providers: [AccountLookup], exports: [AccountLookup] })
export class AccountsModule {}
