import { describe, expect, it } from 'vitest';
import type { OptOut } from '#contracts';
import { changesBetween } from './changes-between.js';

const JANE = { name: 'Jane', tags: ['cat', 'dog'], values: [{ name: 'city', value: 'London' }] };
const MARK: OptOut = {
  scope: 'account',
  at: '2026-11-22T10:15:00.000Z',
  by: { kind: 'user', id: 'ana' },
  reason: null,
};
const UNUSABLE = { status: 'unusable' as const, reason: 'gone', reportedAt: MARK.at };

describe('what changed of a contact', () => {
  it.each([
    ['nothing', {}, {}],
    ['nothing, where what was missing is null', { optOut: null, reachability: null }, {}],
    ['its name', { name: 'Jané' }, { name: { before: 'Jane', after: 'Jané' } }],
    ['a tag', { tags: ['dog'] }, { tags: { before: ['cat', 'dog'], after: ['dog'] } }],
    [
      'a value that it got, and one that it lost',
      { values: [{ name: '__proto__', value: 'x' }] },
      {
        values: [
          { name: '__proto__', before: null, after: 'x' },
          { name: 'city', before: 'London', after: null },
        ],
      },
    ],
    [
      'another value',
      { values: [{ name: 'city', value: 'london' }] },
      { values: [{ name: 'city', before: 'London', after: 'london' }] },
    ],
    ['the mark', { optOut: MARK }, { optOut: { before: null, after: MARK } }],
    ['what a sender reported', { reachability: UNUSABLE }, { reachability: { before: null, after: UNUSABLE } }],
  ])('is %s', (_what, change, expected) => {
    expect(changesBetween(JANE, { ...JANE, ...change })).toEqual(expected);
  });
});
