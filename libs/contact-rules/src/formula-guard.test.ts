import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { guardCell, unguardCell } from './formula-guard.js';

describe('the formula guard', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ["'=x", "''=x"],
    ["''=x", "'''=x"],
    ['+34 600', "'+34 600"],
    ['-5', "'-5"],
    ['@me', "'@me"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['Jane', 'Jane'],
    ["'Jane", "'Jane"],
    ["'", "'"],
    [' =1', ' =1'],
    ['\n=1', '\n=1'],
    ['', ''],
  ])('%j goes out as %j and comes back', (text, cell) => {
    expect(guardCell(text)).toBe(cell);
    expect(unguardCell(cell)).toBe(text);
  });

  const risky = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', 'a', '1') });

  it('gives back every text exactly and lets none through that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.oneof(risky, fc.string({ unit: 'binary' })), (text) => {
        const cell = guardCell(text);
        expect(unguardCell(cell)).toBe(text);
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect(cell).toBe(/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
        expect(unguardCell(text)).toBe(/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
      }),
      { numRuns: 2000 },
    );
  });
});
