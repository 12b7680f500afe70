import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { ReplaysRepository, TagChangesRepository } from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import type { Logger } from 'pino';

const BATCH = 100;

/** Puts tag changes and replays whose job was lost back into their queues. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly changes: TagChangesRepository,
    private readonly replays: ReplaysRepository,
    private readonly jobs: JobQueues,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((error: unknown) => this.logger.warn({ err: error }, 'sweeping failed'));
    }, this.config.SWEEP_SECONDS * 1000);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Safe to run in several processes at once: jobs are told apart by id. */
  private async sweep(): Promise<void> {
    const before = new Date(Date.now() - this.config.SWEEP_SECONDS * 1000);
    for (const { _id, organisationId } of await this.changes.findStale(before, BATCH)) {
      await this.jobs.add('tag-changes', { tagChangeId: _id, organisationId }, `tag-change-${_id}`);
    }
    for (const { _id, organisationId } of await this.replays.findStale(before, BATCH)) {
      await this.jobs.add('replays', { replayId: _id, organisationId }, `replay-${_id}`);
    }
  }
}
