import { isAsWide, type ContactState, type OptOutMark } from '#contact-rules';
import type { ChangedBy, OptOut } from '#contracts';
import { optOutId, type AccountRef, type ContactRecord, type KnownContact, type OptOutRecord } from '#persistence';

/** A mark as it is stored. A new one gets its time and its author; a copy of another has them. */
export function stamped(mark: OptOutMark | null, by: ChangedBy, now: Date): OptOut | null {
  if (!isNew(mark)) return mark as OptOut | null;
  return { scope: mark.scope, at: now.toISOString(), by, reason: mark.reason ?? null };
}

/** Whether somebody sets this mark now. It is no copy of another one then. */
export function isNew(mark: OptOutMark | null | undefined): mark is OptOutMark & { at?: undefined } {
  return Boolean(mark) && mark!.at === undefined;
}

/** @param known a mark that counts already; it stays unless the contact gets a wider one */
export function withMark<S extends ContactState>(state: S, known: OptOut | undefined): S {
  if (!known || (state.optOut && !isAsWide(known, state.optOut.scope))) return state;
  return { ...state, optOut: known };
}

/**
 * What is to be stored in `opt_outs` when a contact changes: a new mark for all accounts, and a change of the one for its
 * own account. A mark for all accounts takes that one off.
 * @param orderedBy as whose change the copies of a mark for all accounts are shown in the other accounts
 */
export function marksToStore(
  { id, organisationId }: AccountRef,
  { changedBy, orderedBy = changedBy }: { changedBy: ChangedBy; orderedBy?: ChangedBy },
  before: KnownContact | null,
  state: ContactState,
  { phone, optOut, updatedAt: changedAt }: ContactRecord,
): OptOutRecord[] {
  const stored: OptOutRecord[] = [];
  const common = { organisationId, phone, changedAt };
  if (state.optOut?.scope === 'organisation' && isNew(state.optOut)) {
    const forAll = { accountId: null, mark: optOut!, changedBy: orderedBy, due: changedAt };
    stored.push({ ...common, _id: optOutId(organisationId, phone), ...forAll });
  }
  const own = ofAccount(optOut);
  if (own !== ofAccount(before?.optOut))
    stored.push({ ...common, _id: optOutId(id, phone), accountId: id, mark: own, changedBy, due: null });
  return stored;
}

function ofAccount(mark: OptOut | null | undefined): OptOut | null {
  return mark?.scope === 'account' ? mark : null;
}
