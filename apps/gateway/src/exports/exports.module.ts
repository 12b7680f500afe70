import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ExportDesk } from './export-desk.js';
import { ExportsController } from './exports.controller.js';

@Module({ imports: [AccountsModule, JobsModule], controllers: [ExportsController], providers: [ExportDesk] })
export class ExportsModule {}
