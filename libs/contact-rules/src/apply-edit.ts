import type { ContactEdit, Limits } from '#contracts';
import type { ContactState } from './contact-state.js';
import { fold } from './fold.js';
import { mergeStatement, type MergeResult } from './merge-statement.js';

/**
 * The state of a contact after an edit. An edit is merged like a row; what it does not name stays as it is.
 * @param edit from `readEdit`, with a name when `existing` is null
 */
export function applyEdit(existing: ContactState | null, edit: ContactEdit, limits: Limits): MergeResult {
  if (existing && namesNothing(edit)) return { outcome: 'unchanged', state: existing };
  const statement = {
    name: edit.name ?? existing?.name ?? '',
    tags: editTags(existing?.tags ?? [], edit.tags),
    values: edit.values,
  };
  return mergeStatement(existing, statement, { blankCells: 'clear', tagsMode: 'replace' }, limits);
}

function namesNothing({ name, tags: { replace, add, remove }, values }: ContactEdit): boolean {
  return name === null && replace === null && add.length + remove.length + values.length === 0;
}

function editTags(before: readonly string[], { replace, add, remove }: ContactEdit['tags']): string[] | null {
  if (replace) return replace;
  if (add.length + remove.length === 0) return null;
  const gone = new Set(remove.map(fold));
  const kept = before.filter((tag) => !gone.has(fold(tag)));
  const known = new Set(kept.map(fold));
  return [...kept, ...add.filter((tag) => !known.has(fold(tag)))];
}
