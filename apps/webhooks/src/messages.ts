import { Inject, Injectable } from '@nestjs/common';
import type { JobPayload, WebhookAttempt, WebhookPingResult, WebhookRetryResult } from '#contracts';
import { JobQueues, TurnOverError } from '#messaging';
import {
  OrganisationsRepository,
  WebhooksRepository,
  type WebhookMessageRecord,
  type WebhookRecord,
} from '#persistence';
import { CONFIG, inSpan, LOGGER, WebhookSecrets, type Config } from '#platform';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { messageBody } from './fan-out.js';
import { planRetry } from './plan-retry.js';
import { MessagePoster, type PostResult } from './post-message.js';
import { signatureHeaders } from './sign-message.js';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

/** After this time, a webhook lets others go first, also those of its organisation. */
const TURN_MS = 30_000;

/**
 * Sends the due messages of a webhook: one at a time, oldest first, so that a slow webhook delays only itself. A failed
 * message is retried, and given up after `WEBHOOK_ATTEMPTS` attempts.
 */
@Injectable()
export class Messages {
  private readonly secrets: WebhookSecrets;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly webhooks: WebhooksRepository,
    private readonly organisations: OrganisationsRepository,
    private readonly messages: WritableWebhookMessagesRepository,
    private readonly jobs: JobQueues,
    private readonly poster: MessagePoster,
  ) {
    this.secrets = new WebhookSecrets(config);
  }

  /**
   * Sends messages until nothing is due, the webhook fails, its organisation is suspended, or its turn is over. If the
   * webhook was removed, removes its messages, also those that an event added afterwards.
   * @param signal stops it after the current message
   */
  async post({ organisationId, webhookId }: JobPayload<'webhook-messages'>, signal: AbortSignal): Promise<void> {
    for (const began = Date.now(); ;) {
      signal.throwIfAborted();
      const now = new Date();
      const webhook = await this.webhooks.find(organisationId, webhookId);
      if (!webhook) return this.messages.removeAll({ organisationId, webhookId });
      if (!webhook.active || (webhook.retryAt && webhook.retryAt > now)) return;
      if (await this.organisations.isSuspended(organisationId)) return;
      const message = await this.messages.nextDue({ organisationId, webhookId }, now);
      if (!message) return;
      if (now.getTime() - began > TURN_MS) throw new TurnOverError();
      const result = await this.send(webhook, message.messageId, message.body, now, message.traceparent);
      await this.settle(webhook, message, result, now);
    }
  }

  /** Sends a test message at once and returns the result. It is not retried. */
  async ping({ organisationId, webhookId }: JobPayload<'webhook-pings'>): Promise<WebhookPingResult> {
    const webhook = await this.webhooks.find(organisationId, webhookId);
    if (!webhook) return { outcome: 'not_found' };
    const now = new Date();
    const messageId = newId();
    const result = await this.send(webhook, messageId, messageBody('Ping', now, { organisationId, webhookId }), now);
    const attempt = attemptOf('Ping', messageId, 1, result, now);
    await this.webhooks.note(webhook, attempt, {});
    return { outcome: 'tried', attempt };
  }

  /** Makes given-up messages wait again and sends them at once, even if the webhook is in a pause after failures. */
  async retry({ organisationId, webhookId }: JobPayload<'webhook-retries'>): Promise<WebhookRetryResult> {
    const webhook = await this.webhooks.change(organisationId, webhookId, { outages: 0, retryAt: null });
    if (!webhook) return { outcome: 'not_found' };
    const messages = await this.messages.retry({ organisationId, webhookId }, new Date());
    await this.jobs.add('webhook-messages', { organisationId, webhookId });
    return { outcome: 'retried', messages };
  }

  /** @param continues the `traceparent` of the event. The receiver is not told: it is a stranger. */
  private send(
    webhook: WebhookRecord,
    messageId: string,
    body: string,
    now: Date,
    continues?: string,
  ): Promise<PostResult> {
    const headers = signatureHeaders(this.secrets.read(webhook), messageId, now, body);
    const attributes = { webhookId: webhook._id, messageId };
    return inSpan('deliver', { kind: 'client', continues, attributes }, async (span) => {
      const result = await this.poster.post(webhook.url, headers, body);
      span?.set({ 'http.response.status_code': result.status ?? undefined, 'error.type': result.failure ?? undefined });
      return result;
    });
  }

  /** Stores the message first, then the webhook: after a crash in between, the webhook is only retried too early. */
  private async settle(webhook: WebhookRecord, message: WebhookMessageRecord, result: PostResult, began: Date) {
    const { WEBHOOK_ATTEMPTS: maxAttempts, WEBHOOK_BACKOFF_SECONDS: firstWait } = this.config;
    const { outages } = webhook;
    const attempts = message.attempts + 1;
    const now = new Date();
    const plan = planRetry(result, { attempts, outages, firstWait, now });
    const attempt = attemptOf(message.event, message.messageId, attempts, result, began);
    const failing = { failingSince: webhook.failingSince ?? began };
    const ofWebhook = { organisationId: webhook.organisationId, webhookId: webhook._id };
    const { status } = result;
    if (plan.kind === 'taken') {
      await this.messages.taken(message);
      return this.webhooks.note(webhook, attempt, { outages: 0, retryAt: null, failingSince: null });
    }
    const failure = result.failure!;
    this.logger.info({ webhookId: webhook._id, failure, status, attempts }, 'the delivery to a webhook failed');
    if (plan.kind === 'gone') {
      await this.messages.allGivenUp(ofWebhook, { failure, status });
      return this.webhooks.note(webhook, attempt, { ...failing, active: false });
    }
    if (plan.kind === 'down') {
      const next = { nextAttemptAt: plan.retryAt, maxAttempts };
      await this.messages.allFailed(ofWebhook, began, { failure, status }, next);
      return this.webhooks.note(webhook, attempt, { ...failing, outages: outages + 1, retryAt: plan.retryAt });
    }
    const givenUp = attempts >= maxAttempts;
    await this.messages.failed(message, {
      attempts,
      failure,
      status,
      // When the receiver is busy, this message stays the next one to send after the pause.
      nextAttemptAt: plan.kind === 'busy' ? message.nextAttemptAt : plan.nextAttemptAt,
      state: givenUp ? 'given_up' : 'waiting',
      givenUpAt: givenUp ? now : null,
    });
    await this.webhooks.note(webhook, attempt, plan.kind === 'busy' ? { ...failing, retryAt: plan.retryAt } : {});
  }
}

function attemptOf(
  event: string,
  messageId: string,
  attempt: number,
  { status, failure, milliseconds }: PostResult,
  began: Date,
): WebhookAttempt {
  return { at: began.toISOString(), messageId, event, attempt, status, failure, milliseconds };
}
