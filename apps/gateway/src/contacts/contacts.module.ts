import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ContactFinder } from './contact-finder.js';
import { ContactsController } from './contacts.controller.js';
import { NeverDeletedController } from './never-deleted.controller.js';

@Module({
  imports: [AccountsModule],
  controllers: [ContactsController, NeverDeletedController],
  providers: [ContactFinder],
})
export class ContactsModule {}
