import { expect, it } from 'vitest';
import { hashToken } from '#platform';
import { isRecoveryCode, newRecoveryCodes } from './recovery-codes.js';

it('are ten, of 120 random bits each, and stored as hashes alone', () => {
  const { shown, stored } = newRecoveryCodes();
  expect(shown).toHaveLength(10);
  // 24 characters of 5 bits.
  for (const code of shown) expect(code).toMatch(/^(?:[A-Z2-7]{6}-){3}[A-Z2-7]{6}$/);
  const typed = shown.map((code) => code.replaceAll('-', ''));
  expect(typed.every(isRecoveryCode)).toBe(true);
  expect(stored).toEqual(typed.map(hashToken));
});

it('are other ones each time', () => {
  const all = Array.from({ length: 100 }, newRecoveryCodes).flatMap(({ shown }) => shown);
  expect(new Set(all).size).toBe(1000);
});
