import type { JobPayload } from '#contracts';
import { JobHandlers, type JobContext } from '#messaging';
import { Exporter } from './exporter.js';

/** The jobs of the exporter. The work is in {@link Exporter}. */
@JobHandlers('exporter', (config) => config.EXPORTER_CONCURRENCY)
export class ExportJobs {
  constructor(private readonly exporter: Exporter) {}

  onExports(job: JobPayload<'exports'>, { signal }: JobContext): Promise<void> {
    return this.exporter.run(job, signal);
  }

  giveUpExports(job: JobPayload<'exports'>): Promise<void> {
    return this.exporter.giveUp(job);
  }
}
