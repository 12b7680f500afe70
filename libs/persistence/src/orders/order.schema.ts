import { Schema, type SchemaDefinition } from 'mongoose';
import type { Coded, OrderStatus } from '#contracts';
import { options } from '../schema-options.js';

/**
 * What the record of every order has. [gateway creates it; the service that carries it out writes it from then on, except
 * for `cancelRequested`]
 */
export interface OrderRecord {
  _id: string;
  organisationId: string;
  accountId: string;
  status: OrderStatus;
  error: Coded | null;
  /** The worker stops the order between two steps. */
  cancelRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the record last changed: the sweeper looks for open orders that have not moved for a while. */
  updatedAt: Date;
  createdBy: { kind: 'user' | 'key'; id: string };
}

/** The record of an order that visits the contacts of an account, by phone, batch after batch. */
export interface ContactsOrderRecord extends OrderRecord {
  /** The last phone that is done; blank: none yet. */
  afterPhone: string;
  processed: number;
  expected: number | null;
  contactsPerSecond: number | null;
}

/** The fields of {@link ContactsOrderRecord} that not every order has. */
export const contactsOrderFields = {
  afterPhone: { type: String, default: '' },
  processed: { type: Number, default: 0 },
  expected: { type: Number, default: null },
  contactsPerSecond: { type: Number, default: null },
};

/** The definition of a kind of orders: its own fields beside those that all have. */
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
      ...fields,
    } as SchemaDefinition<R>,
    // Documents are plain objects here, so a field called `remove` shadows nothing.
    { ...options, collection, suppressReservedKeysWarning: true },
  );
  return { name, schema: schema.index({ organisationId: 1, _id: -1 }).index({ status: 1, updatedAt: 1 }) };
}
