import { Schema } from 'mongoose';
import type { TagChange } from '#contracts';
import { contactsOrderFields, orderDefinition, type ContactsOrderRecord } from './order.schema.js';

/** A tag change. [gateway creates it, contacts writes it] */
export interface TagChangeRecord extends ContactsOrderRecord, Pick<TagChange, 'filter' | 'add' | 'remove' | 'counts'> {
  /** The contacts being written, with their revisions before, so that another worker can count and publish them. */
  inHand: { phone: string; rev: number }[];
}
export const tagChangeDefinition = orderDefinition<TagChangeRecord>('TagChange', 'tag_changes', {
  ...contactsOrderFields,
  filter: { type: Schema.Types.Mixed, required: true },
  add: [String],
  remove: [String],
  counts: { updated: Number, unchanged: Number, rejected: Number },
  inHand: { type: [{ _id: false, phone: String, rev: Number }], default: () => [] },
});
