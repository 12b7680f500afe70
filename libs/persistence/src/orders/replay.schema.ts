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
/** For the one open replay of an account to a subscriber, which has no `finishedAt`. */
replayDefinition.schema.index({ accountId: 1, to: 1, finishedAt: 1 });
