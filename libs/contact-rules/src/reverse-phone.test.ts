import { expect, it } from 'vitest';
import { reversePhone } from './reverse-phone.js';

it('turns the end of a phone number into a prefix', () => {
  expect(reversePhone('44687985632')).toBe('23658978644');
  expect(reversePhone('')).toBe('');
});
