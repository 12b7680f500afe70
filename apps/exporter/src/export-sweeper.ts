import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { ExportsRepository } from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { Logger } from 'pino';

const BATCH = 100;

/** Puts forgotten exports back into the queue, and removes files whose time is over, then their records. */
@Injectable()
export class ExportSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly exports: ExportsRepository,
    private readonly jobs: JobQueues,
    private readonly store: ObjectStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((error: unknown) =>
        this.logger.warn({ err: error }, 'sweeping exports failed'),
      );
    }, this.config.SWEEP_SECONDS * 1000);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Safe to run in several processes at once: jobs are told apart by id, and removing twice is fine. */
  async sweep(now = new Date()): Promise<void> {
    const stale = new Date(now.getTime() - this.config.SWEEP_SECONDS * 1000);
    for (const { _id, organisationId } of await this.exports.findStale(stale, BATCH)) {
      await this.jobs.add('exports', { exportId: _id, organisationId }, `export-${_id}`);
    }
    for (const { _id, organisationId } of await this.exports.findExpired(now, BATCH)) {
      for await (const { key } of this.store.list(`exports/${_id}/`)) await this.store.delete(key);
      await this.exports.remove(organisationId, _id);
    }
  }
}
