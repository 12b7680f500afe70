import { coded, type Coded, type ImportOptions, type Limits, type Statement } from '#contracts';
import type { ContactState } from './contact-state.js';
import { refusedAsErased } from './erased.js';
import { fold } from './fold.js';
import { mergeOptOut } from './opt-out.js';
import { areTagsTooLong } from './read-row.js';

export type MergeOptions = Pick<ImportOptions, 'blankCells' | 'tagsMode' | 'optOut'>;
export type MergeResult =
  { outcome: 'created' | 'updated' | 'unchanged'; state: ContactState } | ({ outcome: 'rejected' } & Coded);

/**
 * Merges the statement of a row into a contact (docs/import-format.md).
 *
 * Tags are compared as a set by {@link fold}: a different order or spelling is not a change, and the existing spelling
 * and order stay. Value names are compared by fold; a value in a different spelling is a different value. Existing tags
 * and values keep their place, new ones are appended. A blank (`tags: []`, `value: null`) removes with `blankCells:
 * 'clear'` and is ignored with `keep`. Columns that are blank throughout the file are not handled here. For the mark "do
 * not contact", see {@link mergeOptOut}. A contact that was taken back is one again. One whose data were erased is not
 * changed.
 *
 * @param existing null when the account has no contact with this phone; never modified
 * @returns `existing` itself when unchanged; `rejected` when the result would exceed a limit
 */
export function mergeStatement(
  existing: ContactState | null,
  statement: Pick<Statement, 'name' | 'tags' | 'values' | 'optOut'>,
  options: MergeOptions,
  limits: Limits,
): MergeResult {
  const before = existing ?? NOTHING;
  const tags = mergeTags(before.tags, statement.tags, options);
  const values = mergeValues(before.values, statement.values, options);
  const optOut = mergeOptOut(before.optOut, statement.optOut, options);
  const isSame =
    statement.name === before.name &&
    tags === before.tags &&
    values === before.values &&
    optOut === before.optOut &&
    !before.takenBack;
  if (existing && isSame) return { outcome: 'unchanged', state: existing };
  const refusal = refusedAsErased(before.optOut);
  if (refusal) return refusal;
  if (tags !== before.tags) {
    if (tags.length > limits.tagsPerContact) return rejected(coded('too_many_tags', { limit: limits.tagsPerContact }));
    if (areTagsTooLong(tags, limits)) return rejected(coded('tags_too_long', { bytes: limits.cellBytes }));
  }
  if (values.length > before.values.length && values.length > limits.valuesPerContact) {
    return rejected(coded('too_many_values', { limit: limits.valuesPerContact }));
  }
  const state = { name: statement.name, tags, values, ...(optOut !== undefined && { optOut }) };
  return { outcome: existing ? 'updated' : 'created', state };
}

const NOTHING: ContactState = { name: '', tags: [], values: [] };

function rejected(reason: Coded): MergeResult {
  return { outcome: 'rejected', ...reason };
}

/** Returns `before` itself when nothing changes. */
function mergeTags(before: string[], stated: string[] | null, options: MergeOptions): string[] {
  if (stated === null || areSameTexts(before, stated)) return before;
  if (stated.length === 0) return options.blankCells === 'clear' ? [] : before;
  const added = new Map(stated.map((tag) => [fold(tag), tag]));
  const kept = before.filter((tag) => added.delete(fold(tag)) || options.tagsMode === 'add');
  return kept.length === before.length && added.size === 0 ? before : [...kept, ...added.values()];
}

function areSameTexts(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((text, i) => text === others[i]);
}

/** Returns `before` itself when nothing changes. */
function mergeValues(
  before: ContactState['values'],
  stated: Statement['values'],
  options: MergeOptions,
): ContactState['values'] {
  if (stated.every(({ name, value }, i) => before[i]?.name === name && before[i].value === value)) return before;
  const merged = new Map(before.map((own) => [fold(own.name), own]));
  let isChanged = false;
  for (const { name, value } of stated) {
    const key = fold(name);
    const own = merged.get(key);
    if (value === null) {
      if (options.blankCells === 'clear' && merged.delete(key)) isChanged = true;
    } else if (own?.value !== value) {
      merged.set(key, { name: own?.name ?? name, value });
      isChanged = true;
    }
  }
  return isChanged ? [...merged.values()] : before;
}
