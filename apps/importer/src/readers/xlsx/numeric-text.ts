import { PLAIN, type NumberFormat } from '../cells/number-format.js';
import { numberText } from '../cells/number-text.js';
import { unescapeText } from './unescape-text.js';

/**
 * The text of a cell with a number type. Some programs write texts into such cells; these are returned unchanged.
 * @param value as in the XML
 */
export function numericText(value: string, format: NumberFormat, date1904: boolean): string {
  if (format === PLAIN && isShortInteger(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) ? numberText(number, format, date1904) : unescapeText(value);
}

/** True for an integer in its only possible notation: 1 to 15 digits, without leading zeros. */
function isShortInteger(text: string): boolean {
  if (text.length > 15 || (text.charCodeAt(0) === 0x30 && text.length > 1)) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
