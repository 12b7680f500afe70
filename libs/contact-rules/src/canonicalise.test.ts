import type { Statement } from '#contracts';
import { expect, it } from 'vitest';
import { canonicalise } from './canonicalise.js';

const statement: Statement = {
  row: 2,
  phone: '34600111222',
  name: 'VIP',
  tags: ['vip', 'new'],
  values: [
    { name: 'CITY', value: 'city' },
    { name: 'vip', value: null },
  ],
};
const spellings = (known: Record<string, string>) => (kind: string, folded: string) => known[`${kind} ${folded}`];

it('writes tags and value names as the account first did, and leaves the rest', () => {
  expect(canonicalise(statement, spellings({ 'tag vip': 'VIP', 'value city': 'City' }))).toEqual({
    ...statement,
    tags: ['VIP', 'new'],
    values: [
      { name: 'City', value: 'city' },
      { name: 'vip', value: null },
    ],
  });
});

it('gives the same statement when nothing is spelled otherwise', () => {
  expect(canonicalise(statement, spellings({ 'tag vip': 'vip' }))).toBe(statement);
  const silent = { ...statement, tags: null, values: [] };
  expect(canonicalise(silent, spellings({}))).toBe(silent);
});
