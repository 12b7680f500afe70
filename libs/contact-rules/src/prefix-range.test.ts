import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { prefixRange } from './prefix-range.js';

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('prefixRange', () => {
  it.each([
    ['jan', 'jao'],
    ['9', ':'],
    ['a\ud7ff', 'a\ue000'],
    ['a\uffff', 'a\u{10000}'],
    ['a\u{10ffff}', 'b'],
  ])('%j ends before %j', (prefix, lt) => expect(prefixRange(prefix)).toEqual({ gte: prefix, lt }));

  it.each(['', '\u{10ffff}'])('has no end for %j', (prefix) => expect(() => prefixRange(prefix)).toThrow(RangeError));

  it('holds exactly the strings with the prefix, in the order of UTF-8', () => {
    const near = fc.constantFrom('a', 'b', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}');
    const text = fc.oneof(fc.string({ unit: near }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, text, fc.boolean(), (head, other, isStart) => {
        const prefix = `${head}a`;
        const candidate = isStart ? prefix + other : other;
        const { gte, lt } = prefixRange(prefix);
        const isInside = compare(candidate, gte) >= 0 && compare(candidate, lt) < 0;
        expect(isInside).toBe(candidate.startsWith(prefix));
      }),
      { numRuns: 2000 },
    );
  });
});
