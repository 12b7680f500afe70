import { Schema } from 'mongoose';
import type { Coded, TagChange } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A tag change. The fields are the API's (contracts `TagChange`), besides where it stands: [gateway makes it; contacts
 * writes it from then on, except for `cancelRequested`]
 */
export type TagChangeRecord = Omit<TagChange, 'id' | 'error' | 'createdAt' | 'startedAt' | 'finishedAt'> & {
  _id: string;
  organisationId: string;
  /** The last phone that is done: contacts are passed through by phone. */
  afterPhone: string;
  /** The contacts being written, with the revision they had, so that whoever takes over can count and announce them. */
  inHand: { phone: string; rev: number }[];
  error: Coded | null;
  cancelRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the record last changed: the sweeper looks at open changes that have not moved for a while. */
  updatedAt: Date;
};
export const tagChangeDefinition = {
  name: 'TagChange',
  schema: new Schema<TagChangeRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      filter: { type: Schema.Types.Mixed, required: true },
      add: [String],
      remove: [String],
      status: { type: String, required: true },
      processed: { type: Number, default: 0 },
      expected: { type: Number, default: null },
      counts: { updated: Number, unchanged: Number, rejected: Number },
      contactsPerSecond: { type: Number, default: null },
      error: { type: Schema.Types.Mixed, default: null },
      afterPhone: { type: String, default: '' },
      inHand: { type: [{ _id: false, phone: String, rev: Number }], default: () => [] },
      cancelRequested: { type: Boolean, default: false },
      createdAt: { type: Date, required: true },
      startedAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
    },
    // Documents are plain objects here, so that `remove` shadows nothing.
    { ...options, collection: 'tag_changes', suppressReservedKeysWarning: true },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 }),
};
