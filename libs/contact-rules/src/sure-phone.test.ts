import { expect, it } from 'vitest';
import fc from 'fast-check';
import { parsePhone } from './parse-phone.js';
import { surePhone } from './sure-phone.js';

const sure = (text: string): number => {
  const bytes = Buffer.from(text);
  return surePhone(bytes, 0, bytes.length);
};

it.each<[string, number]>([
  ['44687985632', 44687985632],
  ['+44 (687) 985-632', 44687985632],
  ['0044687985632', 44687985632],
  ['00 44 687 985632', 44687985632],
  ['', 0],
  ['+', 0],
  ['44687985632.0', 0],
  ['+44 (0)20 7946 0958', 0],
  ['020 7946 0958', 0],
  ['0004687985632', 0],
  ["'+44687985632", 0],
  ['44687985632x', 0],
  ['4468798563', 0],
  ['1'.repeat(400), 0],
  ['525512345678', 525512345678],
  ['5215512345678', 0],
  ['+52 1 55 1234 5678', 0],
])('%j: %d', (text, phone) => expect(sure(text)).toBe(phone));

it('says nothing else than parsePhone', () => {
  const part = fc.constantFrom(
    '44',
    '687985632',
    '34',
    '600111222',
    '52',
    '5512345678',
    '0',
    '00',
    '1',
    '7',
    ' ',
    '-',
    '(',
    ')',
    '+',
    '.',
    'é',
  );
  let found = 0;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      const phone = sure(text);
      if (phone === 0) return;
      found++;
      expect(parsePhone(text)).toEqual({ ok: true, phone: String(phone) });
    }),
    { numRuns: 20_000 },
  );
  expect(found).toBeGreaterThan(200);
});
