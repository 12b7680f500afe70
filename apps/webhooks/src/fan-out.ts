import { Injectable } from '@nestjs/common';
import { EVENTS, type EventPayload, type WebhookEvent } from '#contracts';
import { JobQueues } from '#messaging';
import { WebhooksRepository } from '#persistence';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

/** Makes one message of an event for each webhook that asks for it, so that none waits for another. */
@Injectable()
export class FanOut {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly messages: WritableWebhookMessagesRepository,
    private readonly jobs: JobQueues,
  ) {}

  /**
   * Stores the messages; Redis carries only the ids of webhooks.
   * @param messageId the same whenever the event comes, so that it makes its messages once
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
        body: messageBody(event, now, { version: EVENTS[event].version, ...payload }),
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

/** `type`, `timestamp` and `data`, as the Standard Webhooks specification has it ("Payload structure"). */
export function messageBody(type: string, now: Date, data: object): string {
  return JSON.stringify({ type, timestamp: now.toISOString(), data });
}
