import type { Replay } from '#contracts';
import { contactsOrderFields, orderDefinition, type ContactsOrderRecord } from './order.schema.js';

/** A replay. [gateway creates it, contacts writes it] */
export interface ReplayRecord extends ContactsOrderRecord, Pick<Replay, 'to'> {
  /** Its events in the outbox that the subscriber had not handled at the last check. */
  inFlight: string[];
}
export const replayDefinition = orderDefinition<ReplayRecord>('Replay', 'replays', {
  ...contactsOrderFields,
  to: { type: String, required: true },
  inFlight: [String],
});
/**
 * An account has one open replay to a subscriber at a time: an open one has no `finishedAt`, and those that ended have
 * different ones.
 */
replayDefinition.schema.index({ accountId: 1, to: 1, finishedAt: 1 }, { unique: true });
