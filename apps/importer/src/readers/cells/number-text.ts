import { serialText } from './serial-text.js';
import type { NumberFormat } from './number-format.js';

/** Up to here every whole number has a value of its own. */
const MAX_EXACT = 2 ** 53;
/** What a spreadsheet keeps of a number. More would show noise: 0.1 + 0.2 is 0.30000000000000004. */
const DIGITS = 15;

/**
 * A number of a workbook as text: dates in ISO 8601, whole numbers with every digit, other numbers with the 15 digits
 * that a spreadsheet shows at most, never in scientific notation unless digits are lost or it would be very long.
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
  // A number so large has lost digits; the notation says so, and no phone number is made of it.
  if (exponent >= DIGITS) return `${digits}E+${exponent}`;
  if (exponent < -9) return `${digits}E-${String(-exponent).padStart(2, '0')}`;
  return exponent < -6 ? smallDecimal(digits, exponent) : String(rounded);
}

/** Between 1E-9 and 1E-6, where JavaScript would write an exponent. */
function smallDecimal(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits.replace(/[-.]/g, '')}`;
}
