/**
 * The same number of a Brazilian or Argentinian mobile in its other form: Brazil's with or without the ninth digit,
 * Argentina's with or without the 9 after the country code. WhatsApp uses either, so both stay as they are written.
 * @param phone a phone number
 * @returns the other form, or 0 when the number has none
 */
export function twinPhone(phone: number): number {
  if (phone < 540_000_000_000 || phone >= 5_600_000_000_000) return 0;
  // 55 11 1234-5678 and 55 11 9 1234-5678
  if (within(phone, 55, 10)) return Math.floor(phone / 1e8) * 1e9 + 9e8 + (phone % 1e8);
  if (within(phone, 55, 11))
    return Math.floor(phone / 1e8) % 10 === 9 ? Math.floor(phone / 1e9) * 1e8 + (phone % 1e8) : 0;
  // 54 11 1234-5678 and 54 9 11 1234-5678
  if (within(phone, 54, 10)) return 549e10 + (phone % 1e10);
  return within(phone, 549, 10) ? 54e10 + (phone % 1e10) : 0;
}

/** Whether a number begins with `start` and has this many digits after it. */
function within(phone: number, start: number, digits: number): boolean {
  return Math.floor(phone / 10 ** digits) === start;
}
