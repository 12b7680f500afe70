import { coded, type Coded, type ContactCreate, type ContactEdit, type ContactPatch, type Limits } from '#contracts';
import { columnKind } from './column.js';
import { fold } from './fold.js';
import { areTagsTooLong } from './read-row.js';
import { hasMoreCharactersThan, textProblem, tidyText } from './text.js';

/** An error in one field of an edit. `code` is a row error, one of `EDIT_ERRORS`, or `value_name_too_long`. */
export type EditFault = Coded & { field: string };
export type EditResult = { ok: true; edit: ContactEdit } | { ok: false; faults: EditFault[] };

/**
 * Reads an edit by the rules for rows: texts are tidied, and texts that a file could not carry are refused. `tags: []`
 * and a null or blank value always remove, because in JSON they are written on purpose. The phone is read by
 * `parsePhone`.
 */
export function readEdit(input: Omit<ContactCreate, 'phone'> | ContactPatch, limits: Limits): EditResult {
  const faults: EditFault[] = [];
  const name = input.name === undefined ? null : readName(input.name, limits, faults);
  const tags = readTags(input.tags, limits, faults);
  const values = readValues(input.values ?? [], limits, faults);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, edit: { name, tags, values } };
}

/** Tags to add and to remove: tidied, without duplicates (by {@link fold}), and no tag in both lists. */
export function readTagLists(
  add: readonly string[],
  remove: readonly string[],
  limits: Limits,
  faults: EditFault[],
  field = '',
): { add: string[]; remove: string[] } {
  const added = readTagList(add, `${field}add`, limits, faults);
  const removed = readTagList(remove, `${field}remove`, limits, faults);
  const keys = new Set(added.map(fold));
  if (removed.some((tag) => keys.has(fold(tag))))
    faults.push({ field: `${field}remove`, ...coded('tag_added_and_removed') });
  return { add: added, remove: removed };
}

function readName(text: string, limits: Limits, faults: EditFault[]): string {
  const name = tidyText(text);
  const problem = textProblem(name, limits);
  if (name === '') {
    faults.push({ field: 'name', ...coded('name_missing') });
  } else if (hasMoreCharactersThan(name, limits.nameCharacters)) {
    faults.push({ field: 'name', ...coded('name_too_long', { characters: limits.nameCharacters }) });
  } else if (problem) faults.push(textFault('name', problem, limits));
  return name;
}

function readTags(tags: ContactPatch['tags'], limits: Limits, faults: EditFault[]): ContactEdit['tags'] {
  if (tags === undefined) return { replace: null, add: [], remove: [] };
  if (!Array.isArray(tags)) return { replace: null, ...readTagLists(tags.add, tags.remove, limits, faults, 'tags.') };
  return { replace: readTagList(tags, 'tags', limits, faults), add: [], remove: [] };
}

function readTagList(texts: readonly string[], field: string, limits: Limits, faults: EditFault[]): string[] {
  const tags = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    const tag = tidyText(text);
    const problem = textProblem(tag, limits);
    const place = `${field}.${index}`;
    if (tag === '') faults.push({ field: place, ...coded('tag_missing') });
    else if (tag.includes(',')) faults.push({ field: place, ...coded('tag_comma') });
    else if (problem) faults.push(textFault(place, problem, limits));
    else if (!tags.has(fold(tag))) tags.set(fold(tag), tag);
  }
  const list = [...tags.values()];
  if (list.length > limits.tagsPerContact) {
    faults.push({ field, ...coded('too_many_tags', { limit: limits.tagsPerContact }) });
  } else if (areTagsTooLong(list, limits)) {
    faults.push({ field, ...coded('tags_too_long', { bytes: limits.cellBytes }) });
  }
  return list;
}

function readValues(entries: ContactEdit['values'], limits: Limits, faults: EditFault[]): ContactEdit['values'] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    const name = tidyText(entry.name);
    const value = tidyText(entry.value ?? '');
    const field = `values.${entry.name}`;
    const problem = textProblem(name, limits) ?? textProblem(value, limits);
    const key = fold(name);
    if (name === '') faults.push({ field, ...coded('value_name_missing') });
    // A contact may have a value from before its name meant another column. It can be removed.
    else if (columnKind(name) !== 'value' && value !== '') faults.push({ field, ...coded('value_name_reserved') });
    else if (seen.has(key)) faults.push({ field, ...coded('value_name_twice') });
    // A contact from before there was this limit may have a longer name, which can be removed.
    else if (value !== '' && hasMoreCharactersThan(name, limits.nameCharacters))
      faults.push({ field, ...coded('value_name_too_long', { characters: limits.nameCharacters }) });
    else if (problem) faults.push(textFault(field, problem, limits));
    seen.add(key);
    return { name, value: value === '' ? null : value };
  });
}

function textFault(field: string, code: 'cell_too_long' | 'control_character', limits: Limits): EditFault {
  return { field, ...(code === 'cell_too_long' ? coded(code, { bytes: limits.cellBytes }) : coded(code)) };
}
