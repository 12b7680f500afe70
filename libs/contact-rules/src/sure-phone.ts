import { surelyPossible } from './phone-lengths.js';

const ZERO = 0x30;
const PLUS = 0x2b;
/** 1 for space, brackets and dash. Not for the dot, which could be a decimal point. */
const SEPARATORS = new Uint8Array(256);
for (const separator of ' ()-') SEPARATORS[separator.charCodeAt(0)] = 1;

/**
 * Reads the phone number of a simple cell directly from its bytes. The result is the same as that of `parsePhone`, but
 * no string is created. Most cells of a file are simple.
 * @returns 0 when the cell needs `parsePhone`
 */
export function surePhone(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  if (bytes[i] === PLUS) i++;
  else if (bytes[i] === ZERO && bytes[i + 1] === ZERO) i += 2;
  let phone = 0;
  let digits = 0;
  for (; i < to; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      phone = phone * 10 + digit;
      if (phone === 0) return 0;
      digits++;
    } else if (SEPARATORS[bytes[i]!] === 0) return 0;
  }
  return surelyPossible(phone, digits) ? phone : 0;
}
