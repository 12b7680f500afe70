import {
  CONDITIONS,
  JOINED_CONDITIONS,
  parseValueCondition,
  SINGLE_CONDITIONS,
  type ConditionName,
  type ListConditions,
} from '#contracts';
import type { ContactState } from './contact-state.js';
import { fold } from './fold.js';
import { searchWords } from './search-words.js';
import { tidyText } from './text.js';

/** An end of a phone number is searched from so many digits on; its start from the first. */
export const MIN_PHONE_END_DIGITS = 4;

/** What conditions look at. */
interface Matchable extends ContactState {
  phone: string;
  updatedAt: Date;
  lastImport: { id: string } | null;
}

const HOLDS = {
  search: matchesSearch,
  tag: hasTag,
  value: isValue,
  hasValue: (contact, name) => valueOf(contact, name) !== undefined,
  import: ({ lastImport }, id) => lastImport?.id === id,
  updatedSince: ({ updatedAt }, time) => updatedAt >= new Date(time),
} satisfies Record<ConditionName, (contact: Matchable, text: string) => boolean>;

/**
 * Whether a contact is among those that a filter describes: "Finding contacts" of the specification, word for word.
 * Queries must agree with it. It uses neither facets nor terms, so that it can tell when they are wrong.
 */
export function matchesFilter(contact: Matchable, conditions: ListConditions): boolean {
  const holds = (name: ConditionName, texts: string | readonly string[] = []) =>
    [texts].flat().map((text) => HOLDS[name](contact, text));
  const wanted = JOINED_CONDITIONS.flatMap((name) => holds(name, conditions[name]));
  const unwanted = JOINED_CONDITIONS.flatMap((name) => holds(name, conditions[CONDITIONS[name].not]));
  const always = SINGLE_CONDITIONS.flatMap((name) => holds(name, conditions[name]));
  if (unwanted.includes(true) || always.includes(false)) return false;
  if (conditions.match === 'all') return !wanted.includes(false);
  return wanted.length === 0 || wanted.includes(true);
}

function matchesSearch(contact: Matchable, search: string): boolean {
  const nameWords = searchWords(contact.name);
  return searchWords(search).every(
    (word) =>
      nameWords.some((nameWord) => nameWord.startsWith(word)) ||
      contact.phone.startsWith(word) ||
      (word.length >= MIN_PHONE_END_DIGITS && contact.phone.endsWith(word)),
  );
}

function hasTag(contact: ContactState, tag: string): boolean {
  return contact.tags.some((own) => isSame(own, tag));
}

function valueOf(contact: ContactState, name: string): string | undefined {
  return contact.values.find((own) => isSame(own.name, name))?.value;
}

/** @param text `name:value`; what cannot be read so is no value that anybody has */
function isValue(contact: ContactState, text: string): boolean {
  const condition = parseValueCondition(text);
  if (condition === null) return false;
  const own = valueOf(contact, condition.name);
  return own !== undefined && isSame(own, condition.value);
}

function isSame(own: string, asked: string): boolean {
  return fold(own) === fold(tidyText(asked));
}
