import { describe, expect, it } from 'vitest';
import { namedPhones, searchedPhones } from './named-phones.js';

describe('namedPhones', () => {
  it.each<[string, string[]]>([
    ['34600111222', ['34600111222']],
    ['+34 600 111 222', ['34600111222']],
    ['0034-600-111-222', ['34600111222']],
    ['+44 (0)20 7946 0958', ['442079460958']],
    ['wa.me/34600111222', ['34600111222']],
    ['https://wa.me/34600111222?text=Hola', ['34600111222']],
    ['tel:+34600111222', ['34600111222']],
    ['34600111222.0', ['34600111222']],
    // An older contact keeps the 1; the text as it is stored comes before every other reading.
    ['5215512345678', ['5215512345678', '525512345678']],
    ['+52 1 55 1234 5678', ['5215512345678', '525512345678']],
    ['525512345678', ['525512345678']],
    // No country has such a number today, but a contact may have it from before.
    ['999123456789', ['999123456789']],
    ['491711234567', ['491711234567']],
    ['49 0171 1234567', ['491711234567']],
  ])('%j: %j', (text, phones) => expect(namedPhones(text)).toEqual({ phones }));

  it.each([
    ['', 'phone_missing'],
    ['Jane', 'phone_not_digits'],
    ['600 111 222 ext. 4', 'phone_extension'],
    ['34600111222, 34600111223', 'phone_several'],
    ['0600 111 222', 'phone_without_country_code'],
    ['+34 600', 'phone_not_possible'],
  ])('%j names none: %s', (text, code) => expect(namedPhones(text)).toEqual({ phones: [], code }));
});

describe('searchedPhones', () => {
  it.each<[string, string[]]>([
    ['34600111222', ['34600111222']],
    ['+34 600 111 222', ['34600111222']],
    ['wa.me/34600111222', ['34600111222']],
    ['whatsapp:+34 (600) 111-222', ['34600111222']],
    ['+44 (0)20 7946 0958', ['442079460958']],
    ['+52 1 55 1234 5678', ['5215512345678', '525512345678']],
    // Without the country code, or incomplete.
    ['611 111 22', ['61111122']],
    ['0171 1234567', ['1711234567']],
    ['+34 600 11', ['3460011']],
    ['34 1222', ['341222']],
    // Words, or too few digits to be most of a number.
    ['34 122', []],
    ['Jane +34 600 111 222', []],
    ['', []],
    ['---', []],
    ['O’Neil 2', []],
    ['34600111222 34600111223', []],
  ])('%j: %j', (search, phones) => expect(searchedPhones(search)).toEqual(phones));
});
