/**
 * The effect of a workbook's number format, as far as an import needs it: how dates and times are shown, and leading
 * zeros. All other formats (currencies, percent, colours) do not change the number.
 */
export type NumberFormat =
  | { kind: 'plain'; /** Minimum digits of a whole number, e.g. for post codes. */ minDigits: number }
  | { kind: 'date'; /** False for a time of day. */ hasDate: boolean; /** Of the seconds. */ decimals: number }
  /** The hours may exceed 24, as in `[h]:mm:ss`. */
  | { kind: 'duration'; decimals: number };

export const PLAIN: NumberFormat = { kind: 'plain', minDigits: 0 };
const DATE: NumberFormat = { kind: 'date', hasDate: true, decimals: 0 };
const TIME = { kind: 'date', hasDate: false, decimals: 0 } as const;
const DURATION: NumberFormat = { kind: 'duration', decimals: 0 };

const MAX_DECIMALS = 3;
/** Longer than any real format code. A longer one is an attack. */
const MAX_CODE = 1000;
/** No number has more digits, so no more leading zeros are possible. */
const MAX_DIGITS = 15;

/** A token: elapsed hours, minutes or seconds, as in `[h]`. */
const ELAPSED = '[]';
/** A token: a decimal of the seconds, as in `ss.000`. */
const DECIMAL = '.0';

/**
 * The formats that have a number instead of a code (ECMA-376, 18.8.30). 27 to 36 and 50 to 58 are dates in East Asian
 * editions and are not used elsewhere.
 */
export function builtInFormat(id: number): NumberFormat {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return DATE;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45) return TIME;
  if (id === 46) return DURATION;
  return id === 47 ? { ...TIME, decimals: 1 } : PLAIN;
}

/** Reads a number format code, such as `dd/mm/yyyy hh:mm` or `[$-409]mmm d, yyyy;@`. Codes are in English in every file. */
export function parseNumberFormat(code: string): NumberFormat {
  const all = tokenize(code.slice(0, MAX_CODE));
  const tokens = all.filter((token) => token !== DECIMAL);
  const decimals = Math.min(all.length - tokens.length, MAX_DECIMALS);
  if (tokens.includes(ELAPSED)) return { kind: 'duration', decimals };
  const letters = tokens.filter((token) => /^[a-z]/.test(token));
  // Unquoted texts such as `USD` or `km` must not turn a number into a date.
  const isNumber = tokens.some((token) => /^[0#?]$/.test(token));
  if (letters.length === 0 || isNumber) return { kind: 'plain', minDigits: leadingZeros(tokens) };
  return { kind: 'date', hasDate: letters.some((token) => isDay(token, letters)), decimals };
}

/**
 * The tokens of the first section, which is the one for positive numbers: runs of one letter in lower case, `h` for an
 * AM/PM mark, {@link ELAPSED}, {@link DECIMAL}, and single other characters. Parts that are only decoration (quoted or
 * escaped text, colours, locales) are left out.
 */
function tokenize(code: string): string[] {
  const PART = /"[^"]*"?|[\\_*].?|\[([^\]]*)\]?|general|am\/pm|a\/p|上午\/下午|e[+-]|([ymdhsebg])\2*|[^]/giu;
  const tokens: string[] = [];
  let isFraction = false;
  for (const [part, bracket, letter] of code.matchAll(PART)) {
    if (part === ';') break;
    const last = tokens.at(-1);
    if (part === '.' && (last === ELAPSED || last?.startsWith('s'))) isFraction = true;
    else if (part === '0' && isFraction) tokens.push(DECIMAL);
    else {
      isFraction = false;
      if (/^(am\/pm|a\/p|上午\/下午)$/i.test(part)) tokens.push('h');
      else if (bracket !== undefined) {
        if (/^(h+|m+|s+)$/i.test(bracket)) tokens.push(ELAPSED);
      } else if (letter !== undefined) tokens.push(part.toLowerCase());
      else if (part.length === 1 && !/[a-z\s]/i.test(part)) tokens.push(part);
    }
  }
  return tokens;
}

/** True for years, days, eras, and for `m` unless it means minutes, which it does next to hours or seconds. */
function isDay(token: string, letters: string[]): boolean {
  if (!token.startsWith('m')) return !/^[hs]/.test(token);
  return token.length > 2 || !letters.some((letter) => /^[hs]/.test(letter));
}

function leadingZeros(tokens: string[]): number {
  return tokens.length > 1 && tokens.every((token) => token === '0') ? Math.min(tokens.length, MAX_DIGITS) : 0;
}
