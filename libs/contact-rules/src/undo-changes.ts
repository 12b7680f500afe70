import type { ContactChanges, OptOut } from '#contracts';
import type { ContactState } from './contact-state.js';

interface UndoableContact extends ContactState {
  rev: number;
  optOut?: OptOut | null;
}

/** What one import or order did to a contact. */
export interface OwnChanges {
  /** Whether it created the contact. */
  isCreator: boolean;
  /** Its changes, by revision. */
  own: readonly { rev: number; changes: ContactChanges }[];
}

export type UndoVerdict = { outcome: 'restored' | 'takenBack'; state: ContactState } | { outcome: 'kept' };

/**
 * What an undo does to a contact. It goes back only if all of its changes since are those of what is undone: then the
 * number of these is the number of revisions. A contact that was created is never deleted: it loses its tags and values,
 * and is marked as taken back. The mark "do not contact" is never taken off, but one that was taken off comes back.
 */
export function undoChanges(existing: UndoableContact, { isCreator, own }: OwnChanges): UndoVerdict {
  const before = isCreator ? 1 : (own[0]?.rev ?? Infinity) - 1;
  if (own.length !== existing.rev - before) return { outcome: 'kept' };
  if (isCreator) return { outcome: 'takenBack', state: { ...existing, tags: [], values: [], takenBack: true } };
  return { outcome: 'restored', state: own.map(({ changes }) => changes).reduceRight(reversed, existing) };
}

function reversed(state: ContactState, { name, tags, values, optOut, takenBack }: ContactChanges): ContactState {
  const left = new Map(state.values.map((own) => [own.name, own.value]));
  for (const value of values ?? []) {
    if (value.before === null) left.delete(value.name);
    else left.set(value.name, value.before);
  }
  const isMarkGone = !state.optOut && optOut?.before?.scope === 'account';
  return {
    ...state,
    name: name?.before ?? state.name,
    tags: tags?.before ?? state.tags,
    values: values ? Array.from(left, ([name, value]) => ({ name, value })) : state.values,
    ...(isMarkGone && { optOut: optOut.before }),
    ...(takenBack && { takenBack: takenBack.before }),
  };
}
