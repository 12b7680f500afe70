import { Schema } from 'mongoose';
import type { TagChange } from '#contracts';
import { contactsOrderFields, orderDefinition, type ContactsOrderRecord } from './order.schema.js';

/** A tag change. [gateway creates it, contacts writes it] */
export type TagChangeRecord = ContactsOrderRecord &
  Pick<TagChange, 'filter' | 'segmentId' | 'add' | 'remove' | 'counts'>;
export const tagChangeDefinition = orderDefinition<TagChangeRecord>('TagChange', 'tag_changes', {
  ...contactsOrderFields,
  filter: { type: Schema.Types.Mixed, required: true },
  segmentId: { type: String, default: null },
  add: [String],
  remove: [String],
  counts: { updated: Number, unchanged: Number, rejected: Number },
  // Services of builds before transactions fail without it; nobody else reads it.
  inHand: { type: [Schema.Types.Mixed], default: () => [] },
});
