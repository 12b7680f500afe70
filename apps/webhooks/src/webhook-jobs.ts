import { Inject } from '@nestjs/common';
import type { JobPayload, WebhookPingResult, WebhookRetryResult } from '#contracts';
import { JobHandlers, type JobContext } from '#messaging';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { Messages } from './messages.js';

/** The jobs of the webhooks service. The work is in {@link Messages}. */
@JobHandlers('webhooks', (config) => config.WEBHOOKS_CONCURRENCY)
export class WebhookJobs {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly messages: Messages,
  ) {}

  onWebhookMessages(job: JobPayload<'webhook-messages'>, { signal }: JobContext): Promise<void> {
    return this.messages.post(job, signal);
  }

  /** Given up is the job alone: the messages wait, and the sweeper makes another job for them. */
  async giveUpWebhookMessages(): Promise<void> {}

  /** Whoever waits for the answer gets it at once: nothing is tried again. */
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
