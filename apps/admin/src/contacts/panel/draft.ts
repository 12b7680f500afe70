import type { Contact } from '#contracts';
import type { ContactChange } from '../../api/contact.js';

/** A contact while it is edited. A blank value is to be removed. */
export interface Draft {
  name: string;
  tags: string[];
  values: { name: string; value: string }[];
}

export function draftOf({ name, tags, values }: Pick<Contact, 'name' | 'tags' | 'values'>): Draft {
  return { name, tags, values: Object.entries(values).map(([key, value]) => ({ name: key, value })) };
}

/** The change that turns `from` into `to`; null when they are equal. */
export function changeBetween(from: Draft, to: Draft): ContactChange | null {
  const change: ContactChange = {};
  if (to.name.trim() !== from.name) change.name = to.name;
  if (!sameList(to.tags, from.tags)) change.tags = to.tags;
  const values = changedValues(from, to);
  if (values.length > 0) change.values = Object.fromEntries(values);
  return Object.keys(change).length > 0 ? change : null;
}

/**
 * Applies the changes from `seen` to `mine` to `theirs`. What only they changed is theirs; what was changed
 * here is mine. Of the tags, only those added or removed here are changed.
 */
export function rebase(seen: Draft, mine: Draft, theirs: Draft): Draft {
  const change = changeBetween(seen, mine);
  const removed = seen.tags.filter((tag) => !mine.tags.includes(tag));
  const added = mine.tags.filter((tag) => !seen.tags.includes(tag) && !theirs.tags.includes(tag));
  const changed = new Map(changedValues(seen, mine));
  const values = theirs.values.map(({ name, value }) => ({
    name,
    value: changed.has(name) ? (changed.get(name) ?? '') : value,
  }));
  for (const [name, value] of changed) {
    if (value !== null && !theirs.values.some((their) => their.name === name)) values.push({ name, value });
  }
  return {
    name: change?.name ?? theirs.name,
    tags: [...theirs.tags.filter((tag) => !removed.includes(tag)), ...added],
    values,
  };
}

/** A field that somebody else changed: its value when it was read here, and their value. */
export interface Difference {
  field: { kind: 'name' } | { kind: 'tags' } | { kind: 'value'; name: string };
  seen: string;
  theirs: string;
}

/** What they changed since the contact was read here. */
export function differences(seen: Draft, theirs: Draft): Difference[] {
  const found: Difference[] = [];
  if (seen.name !== theirs.name) found.push({ field: { kind: 'name' }, seen: seen.name, theirs: theirs.name });
  if (!sameList(seen.tags, theirs.tags)) {
    found.push({ field: { kind: 'tags' }, seen: seen.tags.join(', '), theirs: theirs.tags.join(', ') });
  }
  for (const [name, value] of changedValues(seen, theirs)) {
    found.push({ field: { kind: 'value', name }, seen: valueOf(seen, name) ?? '', theirs: value ?? '' });
  }
  return found;
}

/** The values that are not the same, as they are in `to`; null where it has none. */
function changedValues(from: Draft, to: Draft): [string, string | null][] {
  const names = new Set([...from.values, ...to.values].map(({ name }) => name));
  return [...names].flatMap((name): [string, string | null][] => {
    const before = valueOf(from, name);
    const after = valueOf(to, name)?.trim() || undefined;
    return before === after ? [] : [[name, after ?? null]];
  });
}

const valueOf = ({ values }: Draft, name: string): string | undefined => values.find((own) => own.name === name)?.value;

const sameList = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((item, index) => item === other[index]);
