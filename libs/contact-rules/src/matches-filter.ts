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
import { searchedPhones } from './named-phones.js';
import { searchWords } from './search-words.js';
import { tidyText } from './text.js';

/**
 * A search for the last digits of a phone number needs at least this many digits. A search for its first digits needs
 * one.
 */
export const MIN_PHONE_END_DIGITS = 4;

/** The fields of a contact that conditions look at. */
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
  optedOut: ({ optOut }, answer) => (optOut ? 'yes' : 'no') === answer,
} satisfies Record<ConditionName, (contact: Matchable, text: string) => boolean>;

/**
 * Whether a contact matches a filter. This is the reference implementation: the MongoDB queries must agree with it. It
 * uses neither facets nor terms, so that tests with it find errors in them.
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

/** Every word, or the whole text as a phone number. */
function matchesSearch({ name, phone }: Matchable, search: string): boolean {
  const nameWords = searchWords(name);
  const hasDigits = (digits: string) =>
    phone.startsWith(digits) || (digits.length >= MIN_PHONE_END_DIGITS && phone.endsWith(digits));
  const hasWord = (word: string) => nameWords.some((nameWord) => nameWord.startsWith(word)) || hasDigits(word);
  return searchWords(search).every(hasWord) || searchedPhones(search).some(hasDigits);
}

function hasTag(contact: ContactState, tag: string): boolean {
  return contact.tags.some((own) => isSame(own, tag));
}

function valueOf(contact: ContactState, name: string): string | undefined {
  return contact.values.find((own) => isSame(own.name, name))?.value;
}

/** @param text `name:value`. A text that cannot be read this way matches no contact. */
function isValue(contact: ContactState, text: string): boolean {
  const condition = parseValueCondition(text);
  if (condition === null) return false;
  const own = valueOf(contact, condition.name);
  return own !== undefined && isSame(own, condition.value);
}

function isSame(own: string, asked: string): boolean {
  return fold(own) === fold(tidyText(asked));
}
