import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { ImportEventsService } from './import-events.service.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';
import { MendsController } from './mends.controller.js';
import { MendsService } from './mends.service.js';
import { NewImportsService } from './new-imports.service.js';
import { RecheckService } from './recheck.service.js';
import { ResumableUploadsController } from './resumable-uploads.controller.js';
import { ResumableUploadsService } from './resumable-uploads.service.js';
import { TemplateController } from './template.controller.js';
import { UploadBytes } from './upload-bytes.js';
import { UploadKeys } from './upload-keys.js';
import { UploadsService } from './uploads.service.js';

@Module({
  imports: [AccountsModule, JobsModule, LimitsModule, QuotasModule],
  controllers: [TemplateController, ImportsController, MendsController, ResumableUploadsController],
  providers: [
    ImportsService,
    ImportEventsService,
    NewImportsService,
    RecheckService,
    MendsService,
    UploadsService,
    ResumableUploadsService,
    UploadBytes,
    UploadKeys,
  ],
  exports: [ImportsService],
})
export class ImportsModule {}
