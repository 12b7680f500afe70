import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { searchWords, termsOf } from './search-words.js';

describe('searchWords', () => {
  it.each<[string, string[]]>([
    ['Jane Smith', ['jane', 'smith']],
    ['  Jane   JANE jané ', ['jane']],
    ["O'Brien-Núñez, Ana", ['o', 'brien', 'nunez', 'ana']],
    ['José\u0301', ['jose']],
    ['+34 600-11', ['34', '600', '11']],
    ['Straße', ['strasse']],
    ['Анна-Мария', ['анна', 'мария']],
    ['محمد علي', ['محمد', 'علي']],
    ['हिंदी', ['हद']],
    ['李小龙', ['李小龙']],
    ['Jane 🎉 Smith', ['jane', 'smith']],
    ['room101', ['room101']],
    ['constructor __proto__', ['constructor', 'proto']],
    ['!!! ---', []],
    ['', []],
  ])('%j', (text, words) => expect(searchWords(text)).toEqual(words));

  it('finds each word again as itself, once, and without case or accents', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = searchWords(text);
        expect(new Set(words).size).toBe(words.length);
        for (const word of words) {
          expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
          expect(searchWords(word)).toEqual([word]);
        }
        expect(searchWords(text.normalize('NFD'))).toEqual(words);
      }),
    );
  });

  it('splits ASCII as it splits the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect([...searchWords(text), 'ж']).toEqual(searchWords(`${text} ж`));
      }),
    );
  });

  it('makes the terms of a name', () => expect(termsOf('Jane Smith')).toEqual(['jane', 'smith']));
});
