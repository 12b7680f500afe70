import type { EditAsked, Statement, StatedFile, TagChangeAsked } from './operations.js';

/**
 * What writing does to a contact, by the specification alone. It shares no code with the product. Tags and value names
 * are keys here ({@link keyOf}), because their spelling is that of whoever wrote first, and their order says nothing.
 */
export interface State {
  name: string;
  tags: Set<string>;
  values: Map<string, string>;
  /** Whether it must not be contacted. */
  optedOut: boolean;
}

/** A contact as events, the API and MongoDB show it. */
interface Shown {
  name: string;
  tags: readonly string[];
  values: readonly { name: string; value: string }[];
  optOut?: object | null;
}

/** Texts that differ only in case or in Unicode form have the same key. */
export function keyOf(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFD').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** A state as one text; equal states have equal texts. {@link readState} is the inverse. */
export function stateText({ name, tags, values, optOut }: Shown): string {
  const byKey = new Map(values.map((own) => [keyOf(own.name), own.value]));
  return textOf(name, tags.map(keyOf), byKey, Boolean(optOut));
}

export function textOfState({ name, tags, values, optedOut }: State): string {
  return textOf(name, [...tags], values, optedOut);
}

function textOf(name: string, tags: string[], values: ReadonlyMap<string, string>, optedOut: boolean): string {
  const entries = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, tags.sort(), entries.flat(), ...(optedOut ? [optedOut] : [])]);
}

export function readState(text: string): State {
  const [name, tags, flat, optedOut = false] = JSON.parse(text) as [string, string[], string[], boolean?];
  const values = new Map<string, string>();
  for (let at = 0; at < flat.length; at += 2) values.set(flat[at]!, flat[at + 1]!);
  return { name, tags: new Set(tags), values, optedOut };
}

/** What a state's text includes if it has this tag, or a value of this name. A value of the same text has it as well. */
export function hint(tagOrName: string): string {
  return JSON.stringify(keyOf(tagOrName));
}

/** The contact after a row of a file; null: there was none. */
export function afterRow(
  before: State | null,
  { name, tags, values, optOut }: Statement,
  { blankColumns, hasTagsColumn, options }: Pick<StatedFile, 'blankColumns' | 'hasTagsColumn' | 'options'>,
): State {
  const after = { ...copyOf(before), name };
  const clears = options.blankCells === 'clear';
  if (optOut === 'yes') after.optedOut = true;
  else if (optOut === 'no' && options.optOut === 'clear') after.optedOut = false;
  if (tags !== null && tags.length > 0) {
    if (options.tagsMode === 'replace') after.tags.clear();
    for (const tag of tags) after.tags.add(keyOf(tag));
  } else if (hasTagsColumn && clears) after.tags.clear();
  for (const [column, value] of Object.entries(values)) {
    if (value !== null) after.values.set(keyOf(column), value);
    // A column that is blank in every row says nothing about single contacts.
    else if (clears && !blankColumns.includes(column)) after.values.delete(keyOf(column));
  }
  return after;
}

/** The contact after an edit; null: there was none. */
export function afterEdit(before: State | null, { name, tags, values }: EditAsked): State {
  const after = { ...copyOf(before), name };
  if (tags) after.tags = new Set(tags.map(keyOf));
  for (const [column, value] of Object.entries(values))
    if (value === null) after.values.delete(keyOf(column));
    else after.values.set(keyOf(column), value);
  return after;
}

function copyOf(state: State | null): Omit<State, 'name'> {
  return { tags: new Set(state?.tags), values: new Map(state?.values), optedOut: state?.optedOut ?? false };
}

/** The contact after a change of its account's tags. */
export function afterTagChange(before: State, { change, having, tag }: TagChangeAsked): State {
  const tags = new Set(before.tags);
  if (!tags.has(keyOf(having))) return before;
  if (change === 'add') tags.add(keyOf(tag));
  else tags.delete(keyOf(tag));
  return { ...before, tags };
}

/** The contact after a column, blank in every row of a file, was removed from all contacts of the account. */
export function withoutColumn(before: State, column: string): State {
  const values = new Map(before.values);
  values.delete(keyOf(column));
  return { ...before, values };
}
