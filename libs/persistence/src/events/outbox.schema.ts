import { Schema } from 'mongoose';
import type { EventName, ServiceName } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An event that waits for its subscribers. The payload follows the contract and is stored as JSON bytes: no query looks
 * into it, and MongoDB needs ten times as long for a document with the fields of 500 contacts. [the publisher adds it;
 * each subscriber removes its name]
 */
export interface OutboxRecord {
  _id: string;
  event: EventName;
  payload: unknown;
  /** The account in the payload, if it has one. */
  accountId?: string;
  /** What changed the contacts in the payload: ids of imports, users and keys. */
  changedBy?: string[];
  /** The version of the payload; missing: 1. */
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
