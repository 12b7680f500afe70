import { Injectable } from '@nestjs/common';
import { versionFor, type EventPayload, type WebhookEvent } from '#contracts';
import { JobQueues } from '#messaging';
import { WebhooksRepository } from '#persistence';
import { currentTraceparent } from '#platform';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

/** Creates one message for each webhook that subscribes to the event, so that no webhook delays another. */
@Injectable()
export class FanOut {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly messages: WritableWebhookMessagesRepository,
    private readonly jobs: JobQueues,
  ) {}

  /**
   * Stores the messages in MongoDB. Redis has only the ids of webhooks.
   * @param messageId the same for every delivery of the event, so that its messages are created once
   */
  async spread<E extends WebhookEvent>(event: E, payload: EventPayload<E>, messageId: string): Promise<void> {
    const { organisationId } = payload;
    const now = new Date();
    for (const { _id: webhookId } of await this.webhooks.wanting(organisationId, event)) {
      await this.messages.add({
        _id: `${messageId}/${webhookId}`,
        messageId,
        webhookId,
        organisationId,
        event,
        body: messageBody(event, now, { version: versionFor(event, payload), ...payload }),
        traceparent: currentTraceparent(),
        state: 'waiting',
        attempts: 0,
        failure: null,
        status: null,
        nextAttemptAt: now,
        createdAt: now,
        givenUpAt: null,
      });
      await this.jobs.add('webhook-messages', { webhookId, organisationId });
    }
  }
}

/** `type`, `timestamp` and `data`, as the Standard Webhooks specification requires ("Payload structure"). */
export function messageBody(type: string, now: Date, data: object): string {
  return JSON.stringify({ type, timestamp: now.toISOString(), data });
}
