import { Inject, Injectable } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

const BATCH = 1_000;
/** Messages whose wait is over are found by the sweep, so that no wait is longer than this by much. */
const MAX_SECONDS = 5;

/** Makes the job of every webhook for which a message is due: its wait is over, or Redis has lost the job. */
@Injectable()
export class Sweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly messages: WritableWebhookMessagesRepository,
    private readonly jobs: JobQueues,
  ) {
    const seconds = Math.min(config.SWEEP_SECONDS, MAX_SECONDS);
    super({ everyMs: seconds * 1000, logger, failure: 'sweeping messages failed' });
  }

  /** Safe to run in several processes at once: jobs are told apart by id. */
  protected async round(): Promise<void> {
    for (const ids of await this.messages.findDue(new Date(), BATCH)) {
      await this.jobs.add('webhook-messages', ids);
    }
  }
}
