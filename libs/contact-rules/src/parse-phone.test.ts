import { phoneSchema } from '#contracts';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { parsePhone } from './parse-phone.js';
import { isOldMexican, surelyPossible } from './phone-lengths.js';

/** A random national number after a real calling code. About half of these are possible numbers. */
const callingCodes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))];
const number = fc
  .tuple(fc.constantFrom(...callingCodes), fc.stringMatching(/^\d{3,13}$/))
  .map(([code, national]) => code + national);

describe('parsePhone', () => {
  it.each([
    ['44687985632', '44687985632'],
    ['44986523145', '44986523145'],
    ['+44 687 985 632', '44687985632'],
    ['0044687985632', '44687985632'],
    ['00 44 (687) 985-632', '44687985632'],
    ['(+34) 600.111.222', '34600111222'],
    ['[34] 600–111—222', '34600111222'],
    ['\u202a+34\u00a0600\u2011111\u2212222\u202c', '34600111222'],
    ['\t34600111222\r\n', '34600111222'],
    ['34\u3000600\u202f111\u2009222', '34600111222'],
    ['\ufeff34600111222', '34600111222'],
    ['+44 (0)20 7946 0958', '442079460958'],
    ['49 0171 1234567', '491711234567'],
    ['+39 06 1234 5678', '390612345678'],
    ['44687985632.0', '44687985632'],
    ['4.4687985632E10', '44687985632'],
    ['4,4687985632e+10', '44687985632'],
    ['4.46879856320E+10', '44687985632'],
    ['3.4666555444E10', '34666555444'],
    ['+1 (212) 555-0100', '12125550100'],
    ['34600111222.0', '34600111222'],
    ['34600111222.000000', '34600111222'],
    ['34600111222,00', '34600111222'],
    ['+34 600 111 222.0', '34600111222'],
    ['0034600111222.0', '34600111222'],
    ['+44 (0) 20 7946 0958', '442079460958'],
    ['+44(0)2079460958', '442079460958'],
    ['0044 (0)20 7946 0958', '442079460958'],
    ['(+49) [0] 171 1234567', '491711234567'],
    ['+33 (0)6 12 34 56 78', '33612345678'],
    ['+39 (0)6 1234 5678', '39612345678'],
    ['+34 60(0)111222', '34600111222'],
    ['+34\u2009600\u202f111\u00a0222', '34600111222'],
    ['+34 600\u2010111\u2015222', '34600111222'],
    ['\u061c\u2067+34600111222\u2069', '34600111222'],
    ['p:+34600111222', '34600111222'],
    ['P: 34600111222', '34600111222'],
    ['tel:+34-600-111-222', '34600111222'],
    ['whatsapp:+34600111222', '34600111222'],
    ['\u200ewhatsapp:\u00a0+34600111222', '34600111222'],
    ['https://wa.me/34600111222', '34600111222'],
    ['http://www.wa.me/34600111222/', '34600111222'],
    ['wa.me/34600111222?text=Hola%20Eva', '34600111222'],
    ['551199990000', '551199990000'],
    ['5511999990000', '5511999990000'],
    ['541155550000', '541155550000'],
    ['5491155550000', '5491155550000'],
  ])('%j is %s', (text, phone) => expect(parsePhone(text)).toEqual({ ok: true, phone }));

  it.each([
    ['', 'phone_missing'],
    [' \u00a0\t', 'phone_missing'],
    ['3.46665E+10', 'phone_scientific'],
    ['3,46665E+10', 'phone_scientific'],
    ['3E+10', 'phone_scientific'],
    ['4.468798563E10', 'phone_scientific'],
    ['4.46879856325E10', 'phone_scientific'],
    ['1E999', 'phone_scientific'],
    ['+', 'phone_not_digits'],
    ['---', 'phone_not_digits'],
    ['Jane', 'phone_not_digits'],
    ['34+600111222', 'phone_not_digits'],
    ['++34600111222', 'phone_not_digits'],
    ['34600111222;ext=5', 'phone_extension'],
    ['tel:+34600111222;ext=5', 'phone_extension'],
    ['+34 600 111 222 ext. 12', 'phone_extension'],
    ['+34 600 111 222 x12', 'phone_extension'],
    ['34600111222#5', 'phone_extension'],
    ['tel:', 'phone_not_digits'],
    ['https://example.com/34600111222', 'phone_not_digits'],
    ['wa.me/message/ABC123', 'phone_not_digits'],
    ['34600111222x', 'phone_not_digits'],
    ['(0)20 7946 0958', 'phone_without_country_code'],
    ['44,687,985,632', 'phone_not_digits'],
    ['34600111222/34600111223', 'phone_several'],
    ['+34 600 111 222, +34 600 111 223', 'phone_several'],
    ['34600111222 o 34600111223', 'phone_several'],
    ['34600111222 34600111223', 'phone_several'],
    ['3460011\n3460012', 'phone_several'],
    ['+34600111222+34600111223', 'phone_several'],
    ['٣٤٦٠٠١١١٢٢٢', 'phone_other_digits'],
    ['３４６００１１１２２２', 'phone_other_digits'],
    ['34600.00', 'phone_not_possible'],
    ['34600111222\u0000', 'phone_not_digits'],
    ['4.4E-10', 'phone_not_digits'],
    ['020 7946 0958', 'phone_without_country_code'],
    ['000', 'phone_without_country_code'],
    ['34', 'phone_not_possible'],
    ['3460011122', 'phone_not_possible'],
    ['346001112220', 'phone_not_possible'],
    ['999123456789', 'phone_not_possible'],
    ['1'.repeat(5000), 'phone_not_possible'],
    ['49171123456789012', 'phone_not_possible'],
    [`${'1 '.repeat(5000)};ext=1`, 'phone_not_digits'],
  ])('%j: %s', (text, code) => expect(parsePhone(text)).toMatchObject({ ok: false, code }));

  it.each([
    ['5215512345678', '525512345678', '5215512345678'],
    ['+52 1 55 1234 5678', '525512345678', '5215512345678'],
    ['whatsapp:+52 (1) 55 1234 5678', '525512345678', '5215512345678'],
    ['+52 55 1234 5678', '525512345678', undefined],
    ['521551234567', '521551234567', undefined],
  ])("Mexico's %j is %s", (text, phone, written) =>
    expect(parsePhone(text)).toEqual({ ok: true, phone, ...(written && { written }) }),
  );

  it('accepts by length only numbers that the library accepts unchanged', () => {
    let accepted = 0;
    fc.assert(
      fc.property(number, (digits) => {
        if (!surelyPossible(Number(digits), digits.length)) return;
        accepted++;
        expect(parsePhoneNumberFromString(`+${digits}`)?.isPossible()).toBe(true);
      }),
      // Of these about 2,480 are accepted, give or take 45.
      { numRuns: 12_000 },
    );
    expect(accepted).toBeGreaterThan(2000);
  });

  it('accepts exactly the numbers that the library calls possible and E.164 allows', () => {
    fc.assert(
      fc.property(number, (digits) => {
        fc.pre(!isOldMexican(Number(digits), digits.length));
        const result = parsePhone(digits);
        const known = parsePhoneNumberFromString(`+${digits}`);
        if (!known?.isPossible()) expect(result.ok).toBe(false);
        else if (result.ok) expect([digits, known.number.slice(1)]).toContain(result.phone);
        else expect(digits.length < 6 || digits.length > 15 || known.nationalNumber.startsWith('0')).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives a number that the contracts take and that stays the same', () => {
    fc.assert(
      fc.property(number, (digits) => {
        const result = parsePhone(digits);
        if (!result.ok) return;
        expect(phoneSchema.safeParse(result.phone).success).toBe(true);
        expect(parsePhone(result.phone)).toEqual({ ok: true, phone: result.phone });
      }),
      { numRuns: 5000 },
    );
  });

  it('does not care how a number is set out', () => {
    const gap = fc.constantFrom('', ' ', '-', '.', '(', ')', '\u00a0', '\u2013', '\u200e');
    const front = fc.constantFrom('', '+', '00', 'p:', 'tel:+', 'whatsapp:', 'https://wa.me/', '\u202a');
    fc.assert(
      fc.property(front, fc.array(gap, { minLength: 12, maxLength: 12 }), (before, gaps) => {
        const text = before + [...'44687985632'].map((digit, i) => gaps[i] + digit).join('') + gaps[11]!;
        expect(parsePhone(text)).toEqual({ ok: true, phone: '44687985632' });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void expect(typeof parsePhone(text).ok).toBe('boolean')),
    );
  });
});
