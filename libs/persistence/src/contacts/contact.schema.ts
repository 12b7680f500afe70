import { Schema } from 'mongoose';
import type { ChangedBy, Reachability } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A contact. `_id` is `<accountId>/<phone>`: its identity. [contacts]
 * `facets`, `terms`, `nameKey` and `reversedPhone` repeat the rest in the form that filters match (contact-rules).
 * `facets` also names the import of `lastImport`, so that what an import did can be looked at.
 * `lastImport` is the import row that last wrote it and with which outcome, so that a batch delivered twice counts
 * the same again; unlike `changedBy` it survives an edit.
 * `statementHash` tells what an import stated of the contact as it is now, so that the same again need not be merged. It
 * is null when anything else wrote the contact last, and absent in contacts of before.
 */
export interface ContactRecord {
  _id: string;
  accountId: string;
  phone: string;
  name: string;
  tags: string[];
  values: { name: string; value: string }[];
  facets: string[];
  terms: string[];
  nameKey: string;
  reversedPhone: string;
  rev: number;
  createdAt: Date;
  updatedAt: Date;
  changedBy: ChangedBy;
  /** Absent while no sender has reported anything. */
  reachability?: Reachability | null;
  lastImport: { id: string; row: number; outcome: 'created' | 'updated' } | null;
  statementHash?: string | null;
}
export const contactDefinition = {
  name: 'Contact',
  schema: new Schema<ContactRecord>(
    {
      _id: String,
      accountId: String,
      phone: String,
      name: String,
      tags: [String],
      values: [{ _id: false, name: String, value: String }],
      facets: [String],
      terms: [String],
      nameKey: String,
      reversedPhone: String,
      rev: Number,
      createdAt: Date,
      updatedAt: Date,
      changedBy: Schema.Types.Mixed,
      reachability: Schema.Types.Mixed,
      lastImport: Schema.Types.Mixed,
      statementHash: String,
    },
    { ...options, collection: 'contacts' },
  )
    .index({ accountId: 1, phone: 1 })
    .index({ accountId: 1, nameKey: 1, phone: 1 })
    .index({ accountId: 1, facets: 1, phone: 1 })
    .index({ accountId: 1, terms: 1, phone: 1 })
    .index({ accountId: 1, reversedPhone: 1 }),
};
