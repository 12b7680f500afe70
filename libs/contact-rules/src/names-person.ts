import { searchWords, termsOf } from './search-words.js';

/** By what a text may name a person: the numbers, and the names that they have or had. */
export interface NamedBy {
  phones: readonly string[];
  names: readonly string[];
}

/** Shorter words are in too many texts about somebody else. */
const MIN_LETTERS = 3;
const MIN_DIGITS = 6;
/** Digits as people write the parts of a number apart. */
const DIGITS = /\d[\d\s().\-/]*\d/g;

/**
 * Whether a text that somebody wrote may name a person: it has a word of a name, or the number or six digits of it in a
 * row. It finds more than are about the person, because two people may have the same name.
 * @param isSearch a word may also be only the beginning of one of a name, as in a search
 */
export function namesPerson({ phones, names }: NamedBy, text: string, isSearch = false): boolean {
  const own = new Set(names.flatMap(termsOf));
  const isOwn = (word: string) => own.has(word) || (isSearch && [...own].some((term) => term.startsWith(word)));
  if (searchWords(text).some((word) => word.length >= MIN_LETTERS && isOwn(word))) return true;
  return (text.match(DIGITS) ?? [])
    .map((run) => run.replace(/\D/g, '').replace(/^0+/, ''))
    .some((digits) => digits.length >= MIN_DIGITS && phones.some((phone) => has(phone, digits) || has(digits, phone)));
}

const has = (digits: string, part: string): boolean => digits.includes(part);
