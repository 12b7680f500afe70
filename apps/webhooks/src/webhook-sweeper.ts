import { Inject, Injectable } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { WebhooksRepository } from '#persistence';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

/**
 * The maximum pause between two sweeps. The sweep finds messages that became due, so it limits the additional delay.
 */
const MAX_SECONDS = 5;

/**
 * Adds the job of every webhook that has a due message: its delay has passed, or Redis has lost the job. And of every
 * webhook that was removed, if its messages were not: the gateway died before it added the job.
 */
@Injectable()
export class WebhookSweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly webhooks: WebhooksRepository,
    private readonly messages: WritableWebhookMessagesRepository,
    private readonly jobs: JobQueues,
  ) {
    const seconds = Math.min(config.SWEEP_SECONDS, MAX_SECONDS);
    super({ everyMs: seconds * 1000, logger, failure: 'sweeping messages failed' });
  }

  /** Several processes may run it at the same time, because job ids are unique. */
  protected async round(): Promise<void> {
    for await (const ids of this.messages.due(new Date())) await this.jobs.add('webhook-messages', ids);
    for await (const ids of this.messages.withGivenUp()) {
      const webhook = await this.webhooks.find(ids.organisationId, ids.webhookId);
      if (!webhook) await this.jobs.add('webhook-messages', ids);
    }
  }
}
