import { Schema } from 'mongoose';
import type { ServiceName } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An event that its subscriber gave up, until somebody replays or discards it. There is one for each delivery, however
 * often it is given up. [the subscriber makes it; gateway removes it]
 */
export interface DeadLetterRecord {
  _id: string;
  /** Null when the event does not even tell. Such a letter is the operators' to see. */
  organisationId: string | null;
  event: string;
  subscriber: ServiceName;
  deliveryId: string;
  importId: string | null;
  batch: number | null;
  /** JSON, because what is wrong with it may be anything. Null for events that their sender can send again. */
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
