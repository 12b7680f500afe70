import { Module } from '@nestjs/common';
import { Backends } from './backends.js';
import { ImportJobs } from './import-jobs.js';
import { ImportObjectSweeper } from './import-object-sweeper.js';
import { ImportSweeper } from './import-sweeper.js';
import { OldRecordSweeper } from './old-record-sweeper.js';

/** The importer: it checks uploaded files and sends their rows to the contacts service. */
@Module({ providers: [Backends, ImportJobs, ImportObjectSweeper, ImportSweeper, OldRecordSweeper] })
export class ImporterModule {}
