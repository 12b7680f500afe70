import { serialText } from './serial-text.js';
import type { NumberFormat } from './number-format.js';

/** Up to here, a number can represent every whole number exactly. */
const MAX_EXACT = 2 ** 53;
/** Spreadsheets keep this many digits. More would show rounding errors: 0.1 + 0.2 is 0.30000000000000004. */
const DIGITS = 15;

/**
 * The text of a number in a workbook. Dates are in ISO 8601. Whole numbers have all their digits. Other numbers have
 * the 15 digits that a spreadsheet shows at most. Scientific notation is used only when digits are lost or the text
 * would be very long.
 * @param date1904 days are counted from 1904, as old Macs did, instead of 1900
 */
export function numberText(value: number, format: NumberFormat, date1904: boolean): string {
  if (format.kind !== 'plain') {
    const text = serialText(value, format, date1904);
    if (text !== null) return text;
  }
  const text = plainNumber(value);
  if (format.kind !== 'plain' || format.minDigits === 0 || !/^\d+$/.test(text)) return text;
  return text.padStart(format.minDigits, '0');
}

function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) <= MAX_EXACT) return String(value === 0 ? 0 : value);
  const rounded = Number(value.toPrecision(DIGITS));
  const [digits = '', exponentText = '0'] = rounded.toExponential().split('e');
  const exponent = Number(exponentText);
  // A number this large has lost digits. The exponent shows that, and prevents it from being read as a phone number.
  if (exponent >= DIGITS) return `${digits}E+${exponent}`;
  if (exponent < -9) return `${digits}E-${String(-exponent).padStart(2, '0')}`;
  return exponent < -6 ? smallDecimal(digits, exponent) : String(rounded);
}

/** For numbers between 1E-9 and 1E-6, which JavaScript would write with an exponent. */
function smallDecimal(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits.replace(/[-.]/g, '')}`;
}
