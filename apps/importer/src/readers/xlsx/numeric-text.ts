import { PLAIN, type NumberFormat } from '../cells/number-format.js';
import { numberText } from '../cells/number-text.js';
import { unescapeText } from './unescape-text.js';

/**
 * The text of a cell that says it is a number. One that is none, as some programs write, is taken for the text that it is.
 * @param value as it stands in the XML
 */
export function numericText(value: string, format: NumberFormat, date1904: boolean): string {
  if (format === PLAIN && isShortInteger(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) ? numberText(number, format, date1904) : unescapeText(value);
}

/** True for digits that are a number's one way to be written: 1 to 15, without zeros in front. */
function isShortInteger(text: string): boolean {
  if (text.length > 15 || (text.charCodeAt(0) === 0x30 && text.length > 1)) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
