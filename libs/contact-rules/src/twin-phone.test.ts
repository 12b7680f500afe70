import { expect, it } from 'vitest';
import fc from 'fast-check';
import { twinPhone } from './twin-phone.js';

it.each<[number, number]>([
  [551112345678, 5511912345678],
  [5511912345678, 551112345678],
  [541112345678, 5491112345678],
  [5491112345678, 541112345678],
  [5511812345678, 0],
  [5481112345678, 0],
  [55111234567, 0],
  [525512345678, 0],
  [34600111222, 0],
  [44687985632, 0],
  [556, 0],
])('the twin of %d is %d', (phone, twin) => expect(twinPhone(phone)).toBe(twin));

it('is the twin of its twin', () => {
  const start = fc.constantFrom('55', '54', '549', '5511', '55119');
  let found = 0;
  fc.assert(
    fc.property(start, fc.stringMatching(/^\d{8,11}$/), (before, rest) => {
      const twin = twinPhone(Number(before + rest));
      if (twin === 0) return;
      found++;
      expect(String(twin)).toMatch(/^5[45]/);
      expect(twinPhone(twin)).toBe(Number(before + rest));
    }),
    { numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(200);
});
