import { Schema } from 'mongoose';
import type { WebhookAttempt } from '#contracts';
import { options } from '../schema-options.js';

/**
 * The URL to which an organisation's events are sent. `secret` is encrypted. [gateway; webhooks writes the results of
 * attempts: `outages` in a row, the time of the next attempt, the start of the outage, and the last attempts, newest
 * first]
 */
export interface WebhookRecord {
  _id: string;
  organisationId: string;
  url: string;
  events: string[];
  description: string;
  active: boolean;
  secret: string;
  createdAt: Date;
  outages: number;
  retryAt: Date | null;
  failingSince: Date | null;
  attempts: WebhookAttempt[];
}
export const webhookDefinition = {
  name: 'Webhook',
  schema: new Schema<WebhookRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      url: { type: String, required: true },
      events: [String],
      description: { type: String, default: '' },
      active: { type: Boolean, required: true },
      secret: { type: String, required: true },
      createdAt: { type: Date, required: true },
      outages: { type: Number, default: 0 },
      retryAt: { type: Date, default: null },
      failingSince: { type: Date, default: null },
      attempts: [Schema.Types.Mixed],
    },
    { ...options, collection: 'webhooks' },
  ).index({ organisationId: 1, _id: 1 }),
};
