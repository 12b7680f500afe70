import { parseValueCondition } from '#contracts';
import type { Conditions } from '#contracts';
import type { ContactState } from './contact-state.js';
import { fold } from './fold.js';
import { searchWords } from './search-words.js';
import { tidyText } from './text.js';

/** An end of a phone number is searched from so many digits on; its start from the first. */
export const MIN_PHONE_END_DIGITS = 4;

/**
 * Whether a contact is among those that a filter describes: "Finding contacts" of the specification, word for word.
 * Queries must agree with it. It uses neither facets nor terms, so that it can tell when they are wrong.
 */
export function matchesFilter(contact: ContactState & { phone: string }, conditions: Conditions): boolean {
  const { tag, notTag, value, notValue, hasValue, notHasValue } = conditions;
  const wanted = [
    ...tag.map((name) => hasTag(contact, name)),
    ...hasValue.map((name) => valueOf(contact, name) !== undefined),
    ...value.map((text) => isValue(contact, text)),
  ];
  const unwanted = [
    ...notTag.map((name) => hasTag(contact, name)),
    ...notHasValue.map((name) => valueOf(contact, name) !== undefined),
    ...notValue.map((text) => isValue(contact, text)),
  ];
  if (unwanted.includes(true)) return false;
  if (conditions.match === 'all' && wanted.includes(false)) return false;
  if (conditions.match === 'any' && wanted.length > 0 && !wanted.includes(true)) return false;
  return matchesSearch(contact, conditions.search);
}

function matchesSearch(contact: ContactState & { phone: string }, search: string): boolean {
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
