import type { ContactEdit, Limits } from '#contracts';
import type { ContactState } from './contact-state.js';
import { fold } from './fold.js';
import { mergeStatement, type MergeResult } from './merge-statement.js';

/**
 * What a contact becomes by an edit: the same merge as a row's, where what the edit does not name stays.
 * @param edit as `readEdit` made it, with a name when `existing` is null
 */
export function applyEdit(existing: ContactState | null, edit: ContactEdit, limits: Limits): MergeResult {
  const statement = {
    name: edit.name ?? existing?.name ?? '',
    tags: editTags(existing?.tags ?? [], edit.tags),
    values: edit.values,
  };
  return mergeStatement(existing, statement, { blankCells: 'clear', tagsMode: 'replace' }, limits);
}

function editTags(before: readonly string[], { replace, add, remove }: ContactEdit['tags']): string[] | null {
  if (replace) return replace;
  if (add.length + remove.length === 0) return null;
  const gone = new Set(remove.map(fold));
  const kept = before.filter((tag) => !gone.has(fold(tag)));
  const known = new Set(kept.map(fold));
  return [...kept, ...add.filter((tag) => !known.has(fold(tag)))];
}
