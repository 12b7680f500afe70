import { Schema, type SchemaDefinition } from 'mongoose';
import type { Coded, OrderStatus } from '#contracts';
import { options } from '../schema-options.js';

/**
 * The fields of every order. [gateway creates it; the service that carries it out writes it from then on, except for
 * `cancelRequested`]
 */
export interface OrderRecord {
  _id: string;
  organisationId: string;
  accountId: string;
  status: OrderStatus;
  error: Coded | null;
  /** Asks the worker to stop the order between two steps. */
  cancelRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the record last changed. The sweeper looks for open orders that have not changed for a while. */
  updatedAt: Date;
  createdBy: { kind: 'user' | 'key'; id: string };
  /**
   * How often a worker has taken the order up. The worker changes the order, and everything else that it changes in the
   * same transaction, only while this is the number that it got. Missing before the first turn.
   */
  attempt?: number;
}

/** The record of an order that visits the contacts of an account, sorted by phone, batch by batch. */
export interface ContactsOrderRecord extends OrderRecord {
  /** The last phone that was processed; blank: none yet. */
  afterPhone: string;
  processed: number;
  expected: number | null;
  contactsPerSecond: number | null;
}

/** The fields of {@link ContactsOrderRecord} beyond those of every order. */
export const contactsOrderFields = {
  afterPhone: { type: String, default: '' },
  processed: { type: Number, default: 0 },
  expected: { type: Number, default: null },
  contactsPerSecond: { type: Number, default: null },
};

/** The definition of a kind of order: the common fields and its own. */
export function orderDefinition<R extends OrderRecord>(name: string, collection: string, fields: SchemaDefinition) {
  const schema = new Schema<R>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      status: { type: String, required: true },
      error: { type: Schema.Types.Mixed, default: null },
      cancelRequested: { type: Boolean, default: false },
      createdAt: { type: Date, required: true },
      startedAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
      attempt: Number,
      ...fields,
    } as SchemaDefinition<R>,
    // We use plain objects instead of mongoose documents, so a field called `remove` hides no method.
    { ...options, collection, suppressReservedKeysWarning: true },
  );
  return { name, schema: schema.index({ organisationId: 1, _id: -1 }).index({ status: 1, updatedAt: 1 }) };
}
