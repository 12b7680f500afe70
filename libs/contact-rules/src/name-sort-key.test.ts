import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cutText, NAME_SORT_KEY_LENGTH, nameSortKey } from './name-sort-key.js';

describe('nameSortKey', () => {
  it('puts names in the order of a list, whatever their case and accents', () => {
    const names = ['zoe', 'Álvaro B', 'alvaro a', 'Bea', 'ALVARO C'];
    const sorted = names.toSorted((a, b) => (nameSortKey(a) < nameSortKey(b) ? -1 : 1));
    expect(sorted).toEqual(['alvaro a', 'Álvaro B', 'ALVARO C', 'Bea', 'zoe']);
  });

  it('is short and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 100, maxLength: 300 }), (name) => {
        const key = nameSortKey(name);
        expect(key.length).toBeLessThanOrEqual(NAME_SORT_KEY_LENGTH);
        expect(key).not.toMatch(/\p{Cs}/u);
      }),
    );
    expect(cutText('ab🎉', 3)).toBe('ab');
    expect(cutText('ab🎉', 4)).toBe('ab🎉');
  });
});
