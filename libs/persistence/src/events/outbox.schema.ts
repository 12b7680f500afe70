import { Schema } from 'mongoose';
import type { EventName, ServiceName } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An event that waits for its subscribers. The payload is the contract's, as JSON in bytes: no query looks inside, and a
 * server that takes 500 contacts apart into fields needs ten times as long. [whoever publishes; each subscriber takes its name out]
 */
export interface OutboxRecord {
  _id: string;
  event: EventName;
  payload: unknown;
  /** Of the payload, where it is about one. */
  accountId?: string;
  /** Whatever changed the contacts in the payload: ids of imports, people and keys. */
  changedBy?: string[];
  /** Of the payload; absent: 1. */
  version?: number;
  pending: ServiceName[];
  createdAt: Date;
}
export const outboxDefinition = {
  name: 'OutboxEvent',
  schema: new Schema<OutboxRecord>(
    {
      _id: String,
      event: String,
      payload: Schema.Types.Mixed,
      accountId: String,
      changedBy: { type: [String], default: undefined },
      version: Number,
      pending: [String],
      createdAt: Date,
    },
    { ...options, collection: 'outbox' },
  )
    .index({ event: 1, pending: 1, _id: 1 })
    .index({ accountId: 1, pending: 1, event: 1, _id: 1 }),
};
