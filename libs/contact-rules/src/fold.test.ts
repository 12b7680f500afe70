import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fold, foldAccents } from './fold.js';

const text = fc.string({ unit: 'binary' });

describe('fold', () => {
  it.each([
    ['cat', 'CAT'],
    ['Café', 'CAFÉ'],
    ['Café', 'Cafe\u0301'],
    ['CAFÉ', 'cafe\u0301'],
    ['Straße', 'STRASSE'],
    ['straße', 'STRAẞE'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'οδος'],
    ['İzmir', 'i\u0307zmir'],
    ['KADIN', 'kadın'],
    ['ﬁn', 'FIN'],
    ['Å', '\u212b'],
    ['μ', 'µ'],
    ['ᾳ', 'ΑΙ'],
    ['가', '\u1100\u1161'],
    ['𐐀', '𐐨'],
  ])('%s = %s', (one, other) => expect(fold(one)).toBe(fold(other)));

  it.each([
    ['Café', 'Cafe'],
    ['İ', 'I'],
    ['o', 'ø'],
    ['cat', 'cat '],
    ['１', '1'],
  ])('%s ≠ %s', (one, other) => expect(fold(one)).not.toBe(fold(other)));

  it('is idempotent, and blind to case and form, for every character of the planes that have case', () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x1ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const folded = fold(character);
      const others = [folded, character.toUpperCase(), character.toLowerCase(), character.normalize('NFD')];
      if (folded === '' || others.some((other) => fold(other) !== folded)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('is idempotent, and blind to case and form, for every text', () => {
    fc.assert(
      fc.property(text, (any) => {
        const folded = fold(any);
        for (const other of [folded, any.normalize('NFD'), any.normalize('NFC'), any.normalize('NFD').toUpperCase()]) {
          expect(fold(other)).toBe(folded);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('uses its fast paths only where they give the same result', () => {
    const latin = fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(latin, (any) => {
        // The letter outside Latin-1 disables the fast path.
        expect(`${fold(any)}\nж`).toBe(fold(`${any}\nж`));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('foldAccents', () => {
  it.each([
    ['José', 'jose'],
    ['ÁLVARO', 'alvaro'],
    ['İstanbul', 'istanbul'],
    ['Straße', 'strasse'],
    ['Ångström', 'angstrom'],
    ['Nguyễn', 'nguyen'],
    ['김', '김'],
    ['Łukasz', 'łukasz'],
  ])('%s → %s', (from, to) => expect(foldAccents(from)).toBe(to));

  it('is idempotent', () => {
    fc.assert(fc.property(text, (any) => void expect(foldAccents(foldAccents(any))).toBe(foldAccents(any))));
  });
});
