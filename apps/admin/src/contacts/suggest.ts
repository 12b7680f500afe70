import { formatValueCondition, parseValueCondition } from '#contracts';
import type { CatalogueEntry } from '../api/tags.js';
import { valueIs } from './condition.js';
import type { Condition } from './condition.js';

const PER_GROUP = 8;

/** One line of the suggestions: a condition to add, or the name of a value whose value is still to be typed. */
export type Suggestion =
  | { kind: 'condition'; condition: Condition; contacts: number | null }
  | { kind: 'name'; name: string; completed: string; contacts: number | null };

/** Suggestions for a text, by group. */
export interface Suggestions {
  tags: Suggestion[];
  values: Suggestion[];
}

/** Searching ignores accents. */
const loose = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** Texts are equal as in the API: `Café` equals `CAFÉ`, but not `Cafe`. */
const same = (one: string, other: string) =>
  one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();

/**
 * The possible meanings of a typed text. `name:` and the text after it is a value, as in the API; anything else may be a
 * tag or the name of a value.
 * @param catalogue null when there is none: then only the typed text is offered
 */
export function suggest(typed: string, catalogue: readonly CatalogueEntry[] | null): Suggestions {
  const text = typed.trim();
  const written = parseValueCondition(text);
  if (written) return { tags: [], values: valuesOf(written.name.trim(), written.value.trim(), catalogue) };
  return { tags: tagsLike(text, catalogue), values: namesLike(text, catalogue) };
}

/**
 * The conditions on the mark "do not contact", if their words include the typed text.
 * @param label the words of the condition with this text
 */
export function suggestMarks(typed: string, label: (text: string) => string): Suggestion[] {
  return ['yes', 'no']
    .filter((text) => loose(label(text)).includes(loose(typed.trim())))
    .map((text) => ({ kind: 'condition', condition: { name: 'optedOut', text, not: false }, contacts: null }));
}

function tagsLike(text: string, catalogue: readonly CatalogueEntry[] | null): Suggestion[] {
  const known = entriesLike('tag', text, catalogue);
  const exact = known.some((entry) => same(entry.name, text));
  const found = known.map((entry): Suggestion => tag(entry.name, entry.contacts));
  return text === '' || exact ? found : [...found, tag(text, null)];
}

function namesLike(text: string, catalogue: readonly CatalogueEntry[] | null): Suggestion[] {
  return entriesLike('value', text, catalogue).map((entry) => ({
    kind: 'name',
    name: entry.name,
    completed: `${formatValueCondition({ name: entry.name, value: '' })} `,
    contacts: entry.contacts,
  }));
}

function valuesOf(name: string, text: string, catalogue: readonly CatalogueEntry[] | null): Suggestion[] {
  const entry = catalogue?.find((candidate) => candidate.kind === 'value' && same(candidate.name, name));
  const shown = entry?.name ?? name;
  const known = (entry?.values ?? []).filter(({ value }) => loose(value).startsWith(loose(text))).slice(0, PER_GROUP);
  const found = known.map(({ value, contacts }): Suggestion => is(shown, value, contacts));
  if (text === '') return [any(shown, entry?.contacts ?? null), ...found];
  return known.some(({ value }) => same(value, text)) ? found : [...found, is(shown, text, null)];
}

function entriesLike(
  kind: CatalogueEntry['kind'],
  text: string,
  catalogue: readonly CatalogueEntry[] | null,
): CatalogueEntry[] {
  const start = loose(text);
  return (catalogue ?? [])
    .filter((entry) => entry.kind === kind && loose(entry.name).includes(start))
    .slice(0, PER_GROUP);
}

const tag = (name: string, contacts: number | null): Suggestion => ({
  kind: 'condition',
  condition: { name: 'tag', text: name, not: false },
  contacts,
});
const is = (name: string, value: string, contacts: number | null): Suggestion => ({
  kind: 'condition',
  condition: valueIs(name, value),
  contacts,
});
const any = (name: string, contacts: number | null): Suggestion => ({
  kind: 'condition',
  condition: { name: 'hasValue', text: name, not: false },
  contacts,
});
