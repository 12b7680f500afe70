import { Inject, Injectable } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { ExportsRepository } from '#persistence';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { Logger } from 'pino';

const BATCH = 100;

/** Puts forgotten exports back into the queue, and removes files whose time is over, then their records. */
@Injectable()
export class ExportSweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly exports: ExportsRepository,
    private readonly jobs: JobQueues,
    private readonly store: ObjectStore,
  ) {
    super({ everyMs: config.SWEEP_SECONDS * 1000, logger, failure: 'sweeping exports failed' });
  }

  /** Safe to run in several processes at once: jobs are told apart by id, and removing twice is fine. */
  protected async round(): Promise<void> {
    const now = new Date();
    const stale = new Date(now.getTime() - this.config.SWEEP_SECONDS * 1000);
    for (const { _id, organisationId } of await this.exports.findStale(stale, BATCH)) {
      await this.jobs.add('exports', { exportId: _id, organisationId });
    }
    for (const { _id, organisationId } of await this.exports.findExpired(now, BATCH)) {
      for await (const { key } of this.store.list(`exports/${_id}/`)) await this.store.delete(key);
      await this.exports.remove(organisationId, _id);
    }
  }
}
