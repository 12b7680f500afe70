import { Schema } from 'mongoose';
import type { ServiceName } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An event that its subscriber gave up on, until somebody replays or discards it. There is one for each delivery,
 * however often the delivery is given up. [the subscriber creates it; gateway removes it]
 */
export interface DeadLetterRecord {
  _id: string;
  /** Null when it cannot be read from the event. Only operators see such a letter. */
  organisationId: string | null;
  event: string;
  subscriber: ServiceName;
  deliveryId: string;
  importId: string | null;
  batch: number | null;
  /** JSON, because an invalid payload can have any shape. Null for events that their sender can send again. */
  payload: string | null;
  reason: string;
  attempts: number;
  failedAt: Date;
}
export const deadLetterDefinition = {
  name: 'DeadLetter',
  schema: new Schema<DeadLetterRecord>(
    {
      _id: String,
      organisationId: { type: String, default: null },
      event: { type: String, required: true },
      subscriber: { type: String, required: true },
      deliveryId: { type: String, required: true },
      importId: { type: String, default: null },
      batch: { type: Number, default: null },
      payload: { type: String, default: null },
      reason: { type: String, required: true },
      attempts: { type: Number, required: true },
      failedAt: { type: Date, required: true },
    },
    { ...options, collection: 'dead_letters' },
  )
    .index({ event: 1, subscriber: 1, deliveryId: 1 }, { unique: true })
    .index({ organisationId: 1, _id: -1 })
    .index({ importId: 1 }),
};
