import { coded, type Coded, type OptOut } from '#contracts';
import type { ContactState } from './contact-state.js';
import type { OptOutMark } from './opt-out.js';

/**
 * A contact needs a name. This one is a legal cell of a file, so that a download comes back unchanged, and has no
 * words.
 */
export const ERASED_NAME = '—';

/** The mark of a person whose data were erased: only the number stays, and that it must not be contacted. */
export function erasureMark(at: Date, by: OptOut['by']): OptOut {
  return { scope: 'organisation', at: at.toISOString(), by, reason: 'erased', erased: true };
}

/** What is left of a contact. */
export function erasedState(optOut: OptOut): ContactState & { reachability: null } {
  return { name: ERASED_NAME, tags: [], values: [], optOut, takenBack: false, reachability: null };
}

/** Whether nothing is left of a contact but what {@link erasedState} has. */
export function isErased({ name, tags, values, optOut }: ContactState, mark: OptOut): boolean {
  return optOut?.at === mark.at && name === ERASED_NAME && tags.length === 0 && values.length === 0;
}

/** Why a row or an edit is refused: nobody takes data of the person in again before the mark was taken off. */
export function refusedAsErased(mark: OptOutMark | null | undefined): ({ outcome: 'rejected' } & Coded) | null {
  return mark?.erased ? { outcome: 'rejected', ...coded('contact_erased') } : null;
}
