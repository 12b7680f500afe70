import { Schema } from 'mongoose';
import type { Undo } from '#contracts';
import { contactsOrderFields, orderDefinition, type ContactsOrderRecord } from './order.schema.js';

/** An undo. [gateway creates it, contacts writes it; gateway writes `undoneBy`] */
export interface UndoRecord extends ContactsOrderRecord, Pick<Undo, 'of' | 'counts' | 'waitsFor'> {
  /** First come contacts that the import created and nobody has changed, then those of which changes are kept. */
  stage: 'created' | 'changed';
  /** The undo that undid it. */
  undoneBy?: string | null;
}
export const undoDefinition = orderDefinition<UndoRecord>('Undo', 'undos', {
  ...contactsOrderFields,
  of: { type: Schema.Types.Mixed, required: true },
  counts: { restored: Number, takenBack: Number, kept: Number },
  waitsFor: [String],
  stage: { type: String, required: true },
  undoneBy: { type: String, default: null },
});
