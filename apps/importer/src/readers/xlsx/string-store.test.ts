import { expect, it } from 'vitest';
import fc from 'fast-check';
import { StringStore } from './string-store.js';

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 2000 }),
  fc.constantFrom('', 'x'.repeat(20_000), '\ud800', 'é'),
);

it('gives back every string, from memory or from its file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 200 }),
      fc.integer({ min: 0, max: 200_000 }),
      fc.array(fc.nat(220)),
      async (texts, memory, order) => {
        const strings = new StringStore(memory);
        try {
          for (const added of texts) {
            strings.add(added);
            await strings.settle();
          }
          await strings.finish();
          expect(order.map((index) => strings.get(index))).toEqual(order.map((index) => texts[index] ?? null));
          expect(texts.map((_, index) => strings.get(index))).toEqual(texts);
        } finally {
          await strings.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});

it.each([-1, 1, 0.5, NaN, Infinity])('has no string of number %d', async (index) => {
  const strings = new StringStore(0);
  strings.add('only');
  await strings.finish();
  expect([strings.get(0), strings.get(index)]).toEqual(['only', null]);
  await strings.close();
});

it('keeps a million strings of a file at hand only in part', async () => {
  const strings = new StringStore(1000);
  const count = 1_000_000;
  for (let i = 0; i < count; i++) {
    strings.add(`Contact number ${i}`);
    if (i % 1000 === 0) await strings.settle();
  }
  await strings.finish();
  for (let i = 0; i < 20_000; i++) {
    const index = (i * 7919) % count;
    expect(strings.get(index)).toBe(`Contact number ${index}`);
  }
  await strings.close();
}, 60_000);
