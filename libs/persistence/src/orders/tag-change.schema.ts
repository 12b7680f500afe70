import { Schema } from 'mongoose';
import type { TagChange } from '#contracts';
import { contactsOrderFields, orderDefinition, type ContactsOrderRecord } from './order.schema.js';

/** A tag change. [gateway creates it, contacts writes it; gateway writes `undoneBy`] */
export interface TagChangeRecord
  extends ContactsOrderRecord, Pick<TagChange, 'filter' | 'segmentId' | 'add' | 'remove' | 'counts'> {
  /** The undo that undid it. */
  undoneBy?: string | null;
}
export const tagChangeDefinition = orderDefinition<TagChangeRecord>('TagChange', 'tag_changes', {
  ...contactsOrderFields,
  filter: { type: Schema.Types.Mixed, required: true },
  segmentId: { type: String, default: null },
  add: [String],
  remove: [String],
  counts: { updated: Number, unchanged: Number, rejected: Number },
  undoneBy: { type: String, default: null },
  // Services of builds before transactions fail without it; nobody else reads it.
  inHand: { type: [Schema.Types.Mixed], default: () => [] },
});
