import { Module } from '@nestjs/common';
import { ExportJobs } from './export-jobs.js';
import { ExportObjectSweeper } from './export-object-sweeper.js';
import { ExportSweeper } from './export-sweeper.js';
import { Exporter } from './exporter.js';

/** The exporter: it makes one file from one filter, and removes old ones. */
@Module({ providers: [Exporter, ExportJobs, ExportObjectSweeper, ExportSweeper] })
export class ExporterModule {}
