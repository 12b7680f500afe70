import { defaultLimits } from '#contracts';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { hasMoreCharactersThan, isBlank, isLongerThan, textProblem, tidyText, utf8Length } from './text.js';

describe('isBlank and tidyText', () => {
  it.each([
    ['', ''],
    [' \t\r\n', ''],
    ['\u00a0\u3000\ufeff', ''],
    [' a ', 'a'],
    ['\u00a0é\u2003', 'é'],
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['\u200b', '\u200b'],
    ['\u0000', '\u0000'],
  ])('%j is kept as %j', (text, tidy) => {
    expect(tidyText(text)).toBe(tidy);
    expect(isBlank(text)).toBe(tidy === '');
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void expect(tidyText(tidyText(text))).toBe(tidyText(text))),
    );
  });
});

describe('textProblem', () => {
  it.each([
    ['tab\tand\nline', null],
    ['العربية 🎉 \u200f\u007f\u0085', null],
    ['\ufffd\uffef', null],
    ['a\u0000', 'control_character'],
    ['\u001b[31m', 'control_character'],
    ['\ufffe', 'control_character'],
    ['\uffff', 'control_character'],
    ['\ud83c', 'control_character'],
    ['\udf89\ud83c', 'control_character'],
    ['a'.repeat(4096), null],
    ['a'.repeat(4097), 'cell_too_long'],
    ['é'.repeat(2048), null],
    ['é'.repeat(2049), 'cell_too_long'],
    ['🎉'.repeat(1024), null],
    ['🎉'.repeat(1025), 'cell_too_long'],
  ])('%j', (text, problem) => expect(textProblem(text, defaultLimits)).toBe(problem));
});

it('counts bytes and characters as Unicode does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(30), (text, limit) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      expect(isLongerThan(text, limit)).toBe(Buffer.byteLength(text) > limit);
      expect(hasMoreCharactersThan(text, limit)).toBe([...text].length > limit);
    }),
  );
  expect(utf8Length('\ud800a')).toBe(Buffer.byteLength('\ud800a'));
});
