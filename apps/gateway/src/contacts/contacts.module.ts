import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ContactEditor } from './contact-editor.js';
import { ContactEditsController } from './contact-edits.controller.js';
import { ContactFinder } from './contact-finder.js';
import { ContactsController } from './contacts.controller.js';
import { NeverDeletedController } from './never-deleted.controller.js';

@Module({
  imports: [AccountsModule],
  controllers: [ContactsController, ContactEditsController, NeverDeletedController],
  providers: [ContactEditor, ContactFinder],
})
export class ContactsModule {}
