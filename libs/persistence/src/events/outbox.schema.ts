import { Schema } from 'mongoose';
import type { EventName, ServiceName } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An event that waits for its subscribers. The payload follows the contract and is stored as JSON bytes: no query looks
 * into it, and MongoDB needs ten times as long for a document with the fields of 500 contacts. [the publisher adds it;
 * each subscriber removes its name]
 *
 * The payload is large, and a backlog may be long. So queries that count events or look for them must not read the
 * events: the indexes end with all fields that these queries name or return. `pending` is an array, but MongoDB knows
 * which field makes an index multikey, and so it answers from the index when that field is only compared with a value
 * and not returned (SERVER-3173, since 3.6).
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
    .index({ event: 1, pending: 1, _id: 1, version: 1, createdAt: 1 })
    .index({ accountId: 1, pending: 1, event: 1, _id: 1, createdAt: 1 }),
};
