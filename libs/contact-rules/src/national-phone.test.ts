import { PHONE_COUNTRIES } from '#contracts';
import { describe, expect, it } from 'vitest';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { countryOfPhone } from './national-phone.js';
import { parsePhone } from './parse-phone.js';

it('knows the countries of the library', () => expect(PHONE_COUNTRIES).toEqual(getCountries().toSorted()));

describe('with a stated country', () => {
  it.each([
    ['600111222', 'ES', '34600111222'],
    ['600 111 222', 'ES', '34600111222'],
    ['600-111-222', 'ES', '34600111222'],
    ['tel:600-111-222', 'ES', '34600111222'],
    ['\u200e600\u00a0111\u00a0222', 'ES', '34600111222'],
    ['600111222.0', 'ES', '34600111222'],
    ['6.00111222E8', 'ES', '34600111222'],
    ['0171 1234567', 'DE', '491711234567'],
    ['(0)171 1234567', 'DE', '491711234567'],
    ['1711234567', 'DE', '491711234567'],
    ['020 7946 0958', 'GB', '442079460958'],
    ['07911 123456', 'GB', '447911123456'],
    ['06 1234 5678', 'IT', '390612345678'],
    ['(202) 555-0123', 'US', '12025550123'],
    ['55 1234 5678', 'MX', '525512345678'],
    ['(11) 99999-0000', 'BR', '5511999990000'],
    ['011 15 5123-4567', 'AR', '5491151234567'],
    ['8 912 345-67-89', 'RU', '79123456789'],
  ])('%j (%s) becomes %s', (text, country, phone) => {
    expect(parsePhone(text, country)).toMatchObject({ ok: true, phone, national: { isDoubtful: false } });
    expect(parsePhone(phone)).toEqual({ ok: true, phone });
  });

  it.each([
    ['+34 600 111 222', 'FR', '34600111222'],
    ['(+34) 600 111 222', 'FR', '34600111222'],
    ['0034600111222', 'FR', '34600111222'],
    ['34600111222', 'FR', '34600111222'],
    ['34600111222', 'ES', '34600111222'],
    ['34 600 111 222', 'ES', '34600111222'],
    ['44687985632', 'ES', '44687985632'],
    ['44687985632', 'GB', '44687985632'],
    ['49 0171 1234567', 'DE', '491711234567'],
    ['4944687985632', 'DE', '4944687985632'],
    ['49 (0)171 1234567', 'FR', '491711234567'],
    ['393331234567', 'IT', '393331234567'],
    ['5511999990000', 'BR', '5511999990000'],
    ['12025550123', 'US', '12025550123'],
    ['https://wa.me/34600111222', 'DE', '34600111222'],
  ])('%j (%s) stays %s', (text, country, phone) => {
    expect(parsePhone(text, country)).toEqual({ ok: true, phone });
  });

  it.each([
    ['15712345678', 'DE', '4915712345678'],
    ['51999998888', 'BR', '5551999998888'],
  ])('%j (%s) becomes %s, and could be one of another country', (text, country, phone) => {
    expect(parsePhone(text, country)).toEqual({ ok: true, phone, national: { written: text, isDoubtful: true } });
  });

  it.each([
    ['12', 'ES', 'phone_not_possible'],
    ['060', 'ES', 'phone_without_country_code'],
    ['011 34 600111222', 'US', 'phone_without_country_code'],
    ['600111222 600111223', 'ES', 'phone_several'],
    ['600111222 ext. 5', 'ES', 'phone_extension'],
    ['', 'ES', 'phone_missing'],
    ['1'.repeat(5000), 'DE', 'phone_not_possible'],
  ])('%j (%s): %s', (text, country, code) => expect(parsePhone(text, country)).toMatchObject({ ok: false, code }));

  it.each(getCountries().map((country) => [country, getExampleNumber(country, examples)!] as const))(
    'the example of %s as it is dialled there becomes international',
    (country, example) => {
      const phone = example.number.slice(1);
      expect(parsePhone(example.formatNational(), country)).toMatchObject({ ok: true, phone });
      expect(parsePhone(example.number, 'ES')).toEqual({ ok: true, phone });
    },
  );
});

it.each([
  ['34911222333', 'ES'],
  ['+34 911 222 333', 'ES'],
  ['12025550123', 'US'],
  ['14165550123', 'CA'],
  ['999123456789', null],
])('%s is a number of %s', (phone, country) => expect(countryOfPhone(phone)).toBe(country));
