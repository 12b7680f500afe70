import { phoneSchema } from '#contracts';
import { parsePhone, tidiedDigits, type PhoneErrorCode } from './parse-phone.js';

/**
 * The phone numbers that a text may mean when it names a contact, by the rules of a row. The first one that has a contact
 * is meant: the text as it is stored, a Mexican number with the 1 that it was written with, the number that a row has.
 * @returns `code`: why it means none
 */
export function namedPhones(text: string): { phones: string[]; code?: PhoneErrorCode } {
  const read = parsePhone(text);
  const phones = [
    ...(phoneSchema.safeParse(text).success ? [text] : []),
    ...(read.ok && read.written !== undefined ? [read.written] : []),
    ...(read.ok ? [read.phone] : []),
  ];
  return { phones: [...new Set(phones)], ...(phones.length === 0 && !read.ok && { code: read.code }) };
}

const MIN_DIGITS = 6;
const MAX_DIGITS = 15;

/**
 * The digits with which a phone number may begin or end when somebody searches for this text: when the whole text is a
 * number as a row may have it, or such a number without its country code or its last digits. Empty for other texts.
 * Leading zeros are only dialled, so no number has them.
 */
export function searchedPhones(search: string): string[] {
  const digits = tidiedDigits(search)?.replace(/^0+/, '') ?? '';
  if (digits.length < MIN_DIGITS) return [];
  return [...new Set([...namedPhones(search).phones, digits])].filter(({ length }) => length <= MAX_DIGITS);
}
