import { Schema } from 'mongoose';
import type { ChangedBy, ChangeOrder, ContactChanges } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A change of a contact: what was different before it. [contacts] It is written in the transaction that writes the
 * contact. Nothing is written for a new contact: the contact itself says who created it, and its first change says so too.
 */
export interface ContactChangeRecord {
  /** By {@link contactChangeId}, so that the changes of a contact are found, and sorted, by the index of ids. */
  _id: string;
  organisationId: string;
  accountId: string;
  phone: string;
  /** The contact's revision after the change. */
  rev: number;
  at: Date;
  changedBy: ChangedBy;
  /** The order of which it was a part. */
  order?: ChangeOrder;
  changes: ContactChanges;
  /** What created the contact; only in its first change. */
  createdBy?: ChangedBy;
  /** The import or order that made it, and the import that created the contact if this is its first change. */
  orders?: string[];
}
export const contactChangeDefinition = {
  name: 'ContactChange',
  schema: new Schema<ContactChangeRecord>(
    {
      _id: String,
      organisationId: String,
      accountId: String,
      phone: String,
      rev: Number,
      at: Date,
      changedBy: Schema.Types.Mixed,
      order: Schema.Types.Mixed,
      changes: Schema.Types.Mixed,
      createdBy: Schema.Types.Mixed,
      orders: { type: [String], default: undefined },
    },
    { ...options, collection: 'contact_changes' },
  )
    .index({ at: 1, _id: 1 })
    .index({ accountId: 1, orders: 1, phone: 1, rev: 1 }),
};
