import { Metadata, type CountryCode } from 'libphonenumber-js';
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A number as it is dialled inside a country, with the country's code before it. */
export interface NationalReading {
  /** Digits with the country code. */
  phone: string;
  /** Whether the country has such numbers. Otherwise only the length is that of its numbers. */
  isValid: boolean;
}

/** A national number may be dialled with a prefix before it, which has two digits at most (Hungary's 06). */
const PREFIX_DIGITS = 2;
const limits = new Map<string, number>();

/**
 * A number that is not smaller than this has more digits than any that is dialled inside the country.
 * @param country one of `PHONE_COUNTRIES`
 */
export function nationalLimit(country: string): number {
  let limit = limits.get(country);
  if (limit === undefined) {
    const metadata = new Metadata();
    metadata.selectNumberingPlan(country as CountryCode);
    limit = 10 ** (Math.max(...metadata.numberingPlan!.possibleLengths()) + PREFIX_DIGITS);
    limits.set(country, limit);
  }
  return limit;
}

/**
 * Reads digits as a number that is dialled inside a country, with or without its prefix (`0171…`, `171…`).
 * @param country one of `PHONE_COUNTRIES`
 * @returns null when the country's code is already there, or the country has no numbers of this length
 */
export function readNational(digits: string, country: string): NationalReading | null {
  if (Number(digits) >= nationalLimit(country)) return null;
  const code: string = getCountryCallingCode(country as CountryCode);
  if (digits.startsWith(code) && isValidPhone(digits)) return null;
  const parsed = parsePhoneNumberFromString(digits, { defaultCountry: country as CountryCode, extract: false });
  if (parsed?.countryCallingCode !== code || !parsed.isPossible()) return null;
  const national: string = parsed.nationalNumber;
  const before = digits.length - national.length;
  if (before >= code.length && digits.startsWith(code) && digits.endsWith(national)) return null;
  return { phone: code + national, isValid: parsed.isValid() };
}

/** Whether a country has such numbers; `isPossible` looks at their length alone. @param digits with the country code */
export function isValidPhone(digits: string): boolean {
  return parsePhoneNumberFromString(`+${digits}`, { extract: false })?.isValid() ?? false;
}

/** The country of a phone number with its country code. Null when several have the code and the number tells no more. */
export function countryOfPhone(phone: string): string | null {
  return parsePhoneNumberFromString(`+${phone.replace(/\D/g, '')}`)?.country ?? null;
}
