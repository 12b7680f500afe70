import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ErrorFileLink } from './error-file-link.js';
import { ImportCommands } from './import-commands.js';
import { ImportEvents } from './import-events.js';
import { ImportReader } from './import-reader.js';
import { ImportsController } from './imports.controller.js';
import { TemplateController } from './template.controller.js';
import { UploadKeys } from './upload-keys.js';
import { UploadReceiver } from './upload-receiver.js';

@Module({
  imports: [AccountsModule, JobsModule],
  controllers: [TemplateController, ImportsController],
  providers: [UploadReceiver, UploadKeys, ImportReader, ImportEvents, ImportCommands, ErrorFileLink],
})
export class ImportsModule {}
