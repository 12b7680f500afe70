import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { SegmentsModule } from '../segments/segments.module.js';
import { ContactEditsController } from './contact-edits.controller.js';
import { ContactHistoryService } from './contact-history.service.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsService } from './contacts.service.js';
import { NeverDeletedController } from './never-deleted.controller.js';
import { OptOutsController } from './opt-outs.controller.js';

@Module({
  imports: [AccountsModule, SegmentsModule, QuotasModule],
  controllers: [ContactsController, ContactEditsController, OptOutsController, NeverDeletedController],
  providers: [ContactHistoryService, ContactsService],
  exports: [ContactHistoryService],
})
export class ContactsModule {}
