import { Schema } from 'mongoose';
import type { ChangedBy, OptOut, Reachability } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A contact. `_id` is `<accountId>/<phone>`: its identity. [contacts] `facets`, `terms`, `nameKey` and `reversedPhone`
 * are derived from the other fields for filters (contact-rules). `facets` also includes the import of `lastImport`, so
 * that the list can show what an import changed, and whether the contact has the mark "do not contact". `lastImport` is
 * the import row that last wrote the contact, and its outcome. Unlike `changedBy`, it is kept when the contact is edited.
 * The row and the outcome are for services of the build before, which recognise a batch that comes again by them.
 * `statementHash` identifies the import statement that the contact's current state comes from, so that the same
 * statement need not be merged again. It is null when anything else wrote the contact last, and missing in older
 * contacts.
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
  /** Missing while no sender has reported anything. */
  reachability?: Reachability | null;
  /** The mark "do not contact": a copy of what `opt_outs` has. Missing or null: none. */
  optOut?: OptOut | null;
  /** An undo took back the import that created it. Missing: no. */
  takenBack?: boolean;
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
      optOut: Schema.Types.Mixed,
      takenBack: Boolean,
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
