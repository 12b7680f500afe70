import { Inject, Injectable } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { ReplaysRepository, TagChangesRepository } from '#persistence';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';

const BATCH = 100;

/** Puts tag changes and replays whose job was lost back into their queues. */
@Injectable()
export class Sweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly changes: TagChangesRepository,
    private readonly replays: ReplaysRepository,
    private readonly jobs: JobQueues,
  ) {
    super({ everyMs: config.SWEEP_SECONDS * 1000, logger, failure: 'sweeping failed' });
  }

  /** Safe to run in several processes at once: jobs are told apart by id. */
  protected async round(): Promise<void> {
    const before = new Date(Date.now() - this.config.SWEEP_SECONDS * 1000);
    for (const { _id, organisationId } of await this.changes.findStale(before, BATCH)) {
      await this.jobs.add('tag-changes', { tagChangeId: _id, organisationId });
    }
    for (const { _id, organisationId } of await this.replays.findStale(before, BATCH)) {
      await this.jobs.add('replays', { replayId: _id, organisationId });
    }
  }
}
