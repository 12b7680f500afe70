import { Schema } from 'mongoose';
import type { WebhookAttempt } from '#contracts';
import { options } from '../schema-options.js';

/**
 * Where an organisation wants events posted. `secret` is encrypted. [gateway; webhooks writes what came of attempts:
 * `outages` in a row, when it is tried again, since when it fails, and the last attempts, newest first]
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
