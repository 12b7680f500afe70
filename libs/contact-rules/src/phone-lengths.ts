import { getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js';
import type { CountryCode } from 'libphonenumber-js';

/**
 * A country that shares its calling code. Lengths are bit masks: bit N is set when a national number of N digits is
 * possible.
 */
interface Exception {
  /** Matches the start of a full number of this country. */
  start: RegExp;
  lengths: number;
}

/** The same limits as in `parsePhone`. */
const MIN_DIGITS = 6;
const MAX_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, power) => 10 ** power);
const LENGTHS = new Uint32Array(1000);
const EXCEPTIONS: (Exception[] | undefined)[] = Array.from(LENGTHS, () => undefined);
readMetadata();

/**
 * True when the length of a number alone proves that it is possible. False means: ask the library.
 *
 * The library takes 7 µs per number. This table of lengths by calling code comes from the same metadata, and is true
 * only where the library agrees. It excludes Mexican numbers that `parsePhone` changes, and national numbers that start with 0, because the library may remove the 0.
 * For a calling code that several countries share, the library uses the first of them, unless the leading digits select
 * another one (Isle of Man, in +44), or the number is valid in another one, where its length is possible too.
 *
 * @param phone a number with `digits` digits; false for one that starts with 0
 */
export function surelyPossible(phone: number, digits: number): boolean {
  if (digits < MIN_DIGITS || digits > MAX_DIGITS || phone < POWERS_OF_TEN[digits - 1]!) return false;
  if (isOldMexican(phone, digits)) return false;
  for (let size = 1; size <= 3; size++) {
    const national = digits - size;
    const code = Math.floor(phone / POWERS_OF_TEN[national]!);
    const lengths = LENGTHS[code]!;
    if (lengths === 0) continue;
    const length = 1 << national;
    if ((lengths & length) === 0 || startsWithZero(phone, national)) return false;
    const exceptions = EXCEPTIONS[code];
    return !exceptions?.some((exception) => (exception.lengths & length) === 0 && exception.start.test(String(phone)));
  }
  return false;
}

/**
 * True for a Mexican number as mobiles were dialled until 2019: with a 1 after the country code, before ten digits.
 * @param phone a number with `digits` digits
 */
export function isOldMexican(phone: number, digits: number): boolean {
  return digits === 13 && phone >= 5_210_000_000_000 && phone < 5_220_000_000_000;
}

/** Whether these digits are the calling code of a country. */
export function isCallingCode(digits: string): boolean {
  return /^[1-9]\d{0,2}$/.test(digits) && LENGTHS[Number(digits)] !== 0;
}

/** Whether the last `digits` digits of a number start with 0. */
function startsWithZero(phone: number, digits: number): boolean {
  return Math.floor(phone / POWERS_OF_TEN[digits - 1]!) % 10 === 0;
}

function readMetadata(): void {
  for (const country of getCountries()) {
    const callingCode = getCountryCallingCode(country);
    // The library does the same: a calling code stands for the first of its countries.
    const first = planOf(callingCode as CountryCode).lengths;
    const code = Number(callingCode);
    LENGTHS[code] = first;
    const { lengths, leadingDigits } = planOf(country);
    if (lengths === first || !leadingDigits) continue;
    const start = new RegExp(`^\\d{${callingCode.length}}(?:${leadingDigits})`);
    (EXCEPTIONS[code] ??= []).push({ start, lengths });
  }
}

function planOf(country: CountryCode): { lengths: number; leadingDigits: string | undefined } {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  // The library's types lack `leadingDigits`.
  const plan = metadata.numberingPlan as unknown as {
    possibleLengths(): number[];
    leadingDigits(): string | undefined;
  };
  const lengths = plan.possibleLengths().reduce((bits, length) => bits | (1 << length), 0);
  return { lengths, leadingDigits: plan.leadingDigits() };
}
