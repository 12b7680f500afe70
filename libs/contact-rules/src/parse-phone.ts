import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { isValidPhone, readNational } from './national-phone.js';
import { isCallingCode, isOldMexican, surelyPossible } from './phone-lengths.js';
import { isBlank } from './text.js';

export type PhoneErrorCode =
  | 'phone_missing'
  | 'phone_scientific'
  | 'phone_other_digits'
  | 'phone_extension'
  | 'phone_several'
  | 'phone_not_digits'
  | 'phone_without_country_code'
  | 'phone_not_possible';
/** A number that became international by the stated country. */
export interface MadeInternational {
  /** The digits as they were written. */
  written: string;
  /** Whether it could also be a number of another country, written with its code. */
  isDoubtful: boolean;
}
/** `written`: the digits as they were written, if the number is a Mexican one whose 1 was dropped. */
export type PhoneResult =
  { ok: true; phone: string; written?: string; national?: MadeInternational } | { ok: false; code: PhoneErrorCode };

/**
 * E.164 allows 15 digits. No country has phone numbers with fewer than 6, the country code included. `phoneSchema` has
 * the same limits.
 */
const MIN_DIGITS = 6;
const MAX_DIGITS = 15;
/** No number is written with more characters. The patterns below are not tried on longer texts. */
const MAX_CHARACTERS = 200;

/**
 * Reads a phone number with its country code, as people and programs write it. The result has 6 to 15 ASCII digits.
 *
 * Removes spaces, dots, dashes, brackets and invisible characters, `tel:` and the like, a leading `+` or `00`, and a 0
 * in brackets after the country code. The rest must be digits and a *possible* number for its country (libphonenumber's
 * `isPossible` checks the length; `isValid` would refuse good numbers). More corrections are made because they are
 * unambiguous. Any other 0 that is dialled only inside the country is removed where the library says it is such a 0; in
 * Italy it stays. A number that a program wrote as `44687985632.0` or `4.4687985632E10` is accepted if it has all its
 * digits. And Mexico's `521…` becomes `52…`, as it is dialled since 2019.
 *
 * With a country, a number without a code is one of that country. A number has a code when it is written with `+`, `00` or
 * that country's code. Other digits are a national number if the country has such numbers; else they have a code if
 * that gives a possible number; else they are a national number if the country has numbers of this length.
 *
 * @param country one of `PHONE_COUNTRIES`
 */
export function parsePhone(text: string, country?: string): PhoneResult {
  const digits = isAllDigits(text) && text.charCodeAt(0) !== 0x30 ? text : tidiedDigits(text);
  if (digits === null) return refused(reasonOf(bareText(text)));
  if (digits === '') return refused(isBlank(text) ? 'phone_missing' : 'phone_not_digits');
  const national = country === undefined || statesCode(text) ? null : readNational(digits, country);
  if (national?.isValid) return madeInternational(national.phone, digits);
  const result = readWithCode(text, digits);
  return result.ok || !national ? result : madeInternational(national.phone, digits);
}

function madeInternational(phone: string, written: string): PhoneResult {
  const result = readWithCode(phone, phone);
  return result.ok ? { ...result, national: { written, isDoubtful: isValidPhone(written) } } : result;
}

/** @param digits the tidied digits of the text */
function readWithCode(text: string, digits: string): PhoneResult {
  if (digits.charCodeAt(0) === 0x30) return refused('phone_without_country_code');
  if (digits.length > MAX_DIGITS + 1) return refused(isSeveral(text, /\s+/) ? 'phone_several' : 'phone_not_possible');
  const number = Number(digits);
  if (isOldMexican(number, digits.length)) {
    const dialled = parsePhone(`52${digits.slice(3)}`);
    return dialled.ok ? { ...dialled, written: digits } : dialled;
  }
  const phone = surelyPossible(number, digits.length) ? digits : possibleByLibrary(digits);
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
export function tidiedDigits(text: string): string | null {
  const digits = USUAL.test(text) ? withoutSeparators(text) : unusualDigits(text);
  return digits?.startsWith('00') ? digits.slice(2) : digits;
}

/** What most numbers are written with. They need nothing but their gaps removed, which is faster. */
const USUAL = /^[\d +-]+$/;

function unusualDigits(text: string): string | null {
  const bare = bareText(text);
  if (bare.length > MAX_CHARACTERS) return null;
  const whole = bare.replace(DECIMAL_ZEROS, '$1$2');
  return fromScientific(whole) ?? withoutSeparators(withoutTrunkZero(whole));
}

/** Invisible characters that come with copied numbers, such as marks of the writing direction. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** What programs write in front of a number: Meta's lead forms, links to call, and Twilio. */
const LABEL = /^(?:p|tel|whatsapp):/i;
const LINK = /^(?:https?:\/\/)?(?:www\.)?wa\.me\/([^/?#]*)(?:[/?#].*)?$/is;

/** The text without what is only around the number. */
function bareText(text: string): string {
  const bare = text.replace(INVISIBLE, '').trim();
  return (LINK.exec(bare)?.[1] ?? bare.replace(LABEL, '')).trim();
}

/** A decimal of zeros after a whole number. After a number with gaps, more than two zeros could be a group of digits. */
const DECIMAL_ZEROS = /^(\+?\d+)[.,]0+$|^([^.,]*\d)[.,]0{1,2}$/;
const SCIENTIFIC = /^\+?(\d+)(?:[.,](\d+))?E\+?(\d+)$/i;

/** The digits of a whole number with an exponent: `4.4687985632E10`. Null for other texts, or when digits are missing. */
function fromScientific(text: string): string | null {
  const [, whole, fraction = '', exponent] = SCIENTIFIC.exec(text) ?? [];
  if (whole === undefined) return null;
  const shift = Number(exponent);
  if (fraction.length < shift || /[1-9]/.test(fraction.slice(shift))) return null;
  return whole + fraction.slice(0, shift);
}

const BRACKETED_ZERO = /[([\uff08]\s*0\s*[)\]\uff09]/;

/** `+44 (0)20 …` without the `(0)`: it is dialled only inside the country. */
function withoutTrunkZero(text: string): string {
  const found = BRACKETED_ZERO.exec(text);
  if (!found) return text;
  const code = withoutSeparators(text.slice(0, found.index))?.replace(/^00/, '') ?? '';
  return isCallingCode(code) ? text.slice(0, found.index) + text.slice(found.index + found[0].length) : text;
}

const CODE_AHEAD = /^\D*(?:\+|00)/;

/** Whether a text itself says that its number begins with a country code. */
function statesCode(text: string): boolean {
  if (LINK.test(text.replace(INVISIBLE, '').trim())) return true;
  const number = bareText(text);
  return CODE_AHEAD.test(number) || withoutTrunkZero(number) !== number;
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

/** White space, dashes (and the minus sign), dots and brackets. Not line breaks: two numbers would become one. */
const OTHER_SEPARATOR = /[\p{Zs}\p{Pd}\u2212\u00b7\uff08\uff09]/u;

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
      return true;
    default:
      return character >= '\u0080' && OTHER_SEPARATOR.test(character);
  }
}

const OTHER_DIGIT = /(?![0-9])\p{Nd}/u;
const EXTENSION = /^[^a-z#]*\d[^a-z#]*(?:extensi[oó]n|extn?|anexo|ramal|int|x|#)[^a-z\d]*\d{1,6}$/i;
const BETWEEN_NUMBERS = /[,;/|&\r\n]|\s(?:and|or|y|o|e|ou)\s|(?=\+)/i;

/** Why a text is no phone number. */
function reasonOf(text: string): PhoneErrorCode {
  if (text.length > MAX_CHARACTERS) return 'phone_not_digits';
  if (SCIENTIFIC.test(text)) return 'phone_scientific';
  if (OTHER_DIGIT.test(text)) return 'phone_other_digits';
  if (EXTENSION.test(text)) return 'phone_extension';
  return isSeveral(text, BETWEEN_NUMBERS) ? 'phone_several' : 'phone_not_digits';
}

/** Whether several parts of a text have the digits of a phone number each. */
function isSeveral(text: string, between: RegExp): boolean {
  const numbers = text.split(between).filter((part) => part.replace(/\D/g, '').length >= MIN_DIGITS);
  return numbers.length > 1;
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
