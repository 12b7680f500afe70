import { Inject } from '@nestjs/common';
import type { JobPayload, WebhookPingResult, WebhookRetryResult } from '#contracts';
import { JobHandlers, type JobContext } from '#messaging';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { Messages } from './messages.js';

/** The job handlers of the webhooks service. {@link Messages} does the work. */
@JobHandlers('webhooks', (config) => config.WEBHOOKS_CONCURRENCY)
export class WebhookJobs {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly messages: Messages,
  ) {}

  onWebhookMessages(job: JobPayload<'webhook-messages'>, { signal }: JobContext): Promise<void> {
    return this.messages.post(job, signal);
  }

  /** Gives up only the job. The messages still wait, and the sweeper adds another job for them. */
  async giveUpWebhookMessages(): Promise<void> {}

  /** The caller gets the answer after one attempt; nothing is retried. */
  async onWebhookPings(job: JobPayload<'webhook-pings'>): Promise<WebhookPingResult> {
    try {
      return await this.messages.ping(job);
    } catch (error) {
      this.logger.error({ err: error }, 'the webhook could not be pinged');
      return this.giveUpWebhookPings();
    }
  }

  async giveUpWebhookPings(): Promise<WebhookPingResult> {
    return { outcome: 'failed' };
  }

  onWebhookRetries(job: JobPayload<'webhook-retries'>): Promise<WebhookRetryResult> {
    return this.messages.retry(job);
  }

  async giveUpWebhookRetries(): Promise<WebhookRetryResult> {
    return { outcome: 'failed' };
  }
}
