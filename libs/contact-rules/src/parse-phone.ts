import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { surelyPossible } from './phone-lengths.js';
import { isBlank } from './text.js';

export type PhoneErrorCode =
  'phone_missing' | 'phone_scientific' | 'phone_not_digits' | 'phone_without_country_code' | 'phone_not_possible';
export type PhoneResult = { ok: true; phone: string } | { ok: false; code: PhoneErrorCode };

/**
 * E.164 allows 15 digits. No country has phone numbers with fewer than 6, the country code included. `phoneSchema` has
 * the same limits.
 */
const MIN_DIGITS = 6;
const MAX_DIGITS = 15;

/**
 * Reads a phone number with its country code, as people and spreadsheets write it. The result has 6 to 15 ASCII digits.
 *
 * Removes spaces, dots, dashes, brackets and invisible characters, and a leading `+` or `00`. The rest must be digits
 * and a *possible* number for its country (libphonenumber's `isPossible` checks the length; `isValid` would refuse good
 * numbers). Two more corrections are made because they are unambiguous. A 0 that is dialled only inside the country is
 * removed (`+44 (0)20 …`) where the library says it is such a 0; in Italy it stays. And a number that a program wrote
 * as `44687985632.0` or `4.4687985632E10` is accepted if it has all its digits.
 */
export function parsePhone(text: string): PhoneResult {
  const digits = isAllDigits(text) && text.charCodeAt(0) !== 0x30 ? text : tidiedDigits(text);
  if (digits === null)
    return refused(/^\s*\+?\d+([.,]\d+)?E\+?\d+\s*$/i.test(text) ? 'phone_scientific' : 'phone_not_digits');
  if (digits === '') return refused(isBlank(text) ? 'phone_missing' : 'phone_not_digits');
  if (digits.charCodeAt(0) === 0x30) return refused('phone_without_country_code');
  if (digits.length > MAX_DIGITS + 1) return refused('phone_not_possible');
  const phone = surelyPossible(Number(digits), digits.length) ? digits : possibleByLibrary(digits);
  if (phone === null || phone.length < MIN_DIGITS || phone.length > MAX_DIGITS) return refused('phone_not_possible');
  return { ok: true, phone };
}

function refused(code: PhoneErrorCode): PhoneResult {
  return { ok: false, code };
}

function isAllDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text !== '';
}

/** The digits after a leading `+` or `00`; null when other characters remain. */
function tidiedDigits(text: string): string | null {
  const digits = writtenAsNumber(text) ?? withoutSeparators(text);
  return digits?.startsWith('00') ? digits.slice(2) : digits;
}

function withoutSeparators(text: string): string | null {
  let digits = '';
  let hasPlus = false;
  for (const character of text) {
    if (character >= '0' && character <= '9') digits += character;
    else if (character === '+' && digits === '' && !hasPlus) hasPlus = true;
    else if (!isSeparator(character)) return null;
  }
  return digits;
}

/** White space, dashes (and the minus sign), dots, brackets, and invisible characters that come with copied numbers. */
const OTHER_SEPARATOR =
  /[\p{Zs}\p{Pd}\u2212\u00ad\u00b7\uff08\uff09\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/u;

function isSeparator(character: string): boolean {
  switch (character) {
    case ' ':
    case '-':
    case '.':
    case '(':
    case ')':
    case '[':
    case ']':
    case '\t':
    case '\n':
    case '\r':
      return true;
    default:
      return character >= '\u0080' && OTHER_SEPARATOR.test(character);
  }
}

/**
 * The digits of a whole number written with a decimal point or an exponent: `44687985632.0`, `4.4687985632E10`. Null
 * when the text has another form, or when digits are missing.
 */
function writtenAsNumber(text: string): string | null {
  if (!/[.e]/i.test(text)) return null;
  const decimal = /^\s*\+?(\d{7,})[.]0{1,2}\s*$/.exec(text);
  if (decimal) return decimal[1]!;
  const scientific = /^\s*\+?(\d+)(?:[.,](\d+))?E\+?(\d{1,2})\s*$/i.exec(text);
  if (!scientific) return null;
  const [, whole, fraction = '', exponent] = scientific;
  const shift = Number(exponent);
  if (fraction.length < shift || /[1-9]/.test(fraction.slice(shift))) return null;
  return whole + fraction.slice(0, shift);
}

function possibleByLibrary(digits: string): string | null {
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  if (!parsed?.isPossible()) return null;
  const code = parsed.countryCallingCode;
  const national = parsed.nationalNumber;
  if (digits !== `${code}0${national}`) return digits;
  // The library removes one leading zero. A second one is a mistake that only the sender can correct.
  return national.startsWith('0') ? null : code + national;
}
