import { Schema } from 'mongoose';
import type { WebhookFailure } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An event for one webhook, until it is delivered. `_id` is `<messageId>/<webhookId>`, so that handling an event twice
 * creates one message. `body` is sent byte for byte, because it is signed. [webhooks]
 */
export interface WebhookMessageRecord {
  _id: string;
  messageId: string;
  webhookId: string;
  organisationId: string;
  event: string;
  body: string;
  /** The span of the event; only where events are traced. */
  traceparent?: string;
  state: 'waiting' | 'given_up';
  attempts: number;
  failure: WebhookFailure | null;
  status: number | null;
  nextAttemptAt: Date;
  createdAt: Date;
  givenUpAt: Date | null;
}
export const webhookMessageDefinition = {
  name: 'WebhookMessage',
  schema: new Schema<WebhookMessageRecord>(
    {
      _id: String,
      messageId: { type: String, required: true },
      webhookId: { type: String, required: true },
      organisationId: { type: String, required: true },
      event: { type: String, required: true },
      body: { type: String, required: true },
      traceparent: String,
      state: { type: String, required: true },
      attempts: { type: Number, default: 0 },
      failure: { type: String, default: null },
      status: { type: Number, default: null },
      nextAttemptAt: { type: Date, required: true },
      createdAt: { type: Date, required: true },
      givenUpAt: { type: Date, default: null },
    },
    { ...options, collection: 'webhook_messages' },
  )
    // The organisation is at the end, so that the sweeper finds what is due without reading messages.
    .index({ state: 1, webhookId: 1, nextAttemptAt: 1, organisationId: 1 })
    .index({ organisationId: 1, webhookId: 1, state: 1, _id: 1 }),
};
