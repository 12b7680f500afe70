import type { JobPayload } from '#contracts';
import { JobHandlers, OrderRunner, type JobContext } from '#messaging';
import { Exporter } from './exporter.js';

/** The job handlers of the exporter. {@link Exporter} does the work. */
@JobHandlers('exporter', (config) => config.EXPORTER_CONCURRENCY)
export class ExportJobs {
  constructor(
    private readonly exporter: Exporter,
    private readonly orders: OrderRunner,
  ) {}

  onExports(job: JobPayload<'exports'>, context: JobContext): Promise<void> {
    return this.orders.run(this.exporter, job, context);
  }

  giveUpExports(job: JobPayload<'exports'>): Promise<void> {
    return this.orders.giveUp(this.exporter, job);
  }
}
