import { describe, expect, it } from 'vitest';
import { defaultLimits } from '#contracts';
import { mergeStatement } from './merge-statement.js';
import { isAsWide, mergeOptOut, readOptOut, type OptOutMark } from './opt-out.js';

const OWN: OptOutMark = {
  scope: 'account',
  at: '2026-11-30T10:15:00.000Z',
  by: { kind: 'user', id: 'ana' },
  reason: 'asked',
};
const FOR_ALL: OptOutMark = { ...OWN, scope: 'organisation' };
type Said = 'yes' | 'all' | 'no' | undefined;
type How = 'keep' | 'clear' | undefined;

describe('the mark after a row', () => {
  it.each<[string, OptOutMark | null | undefined, Said, How, OptOutMark | null | undefined]>([
    ['none, nothing said', undefined, undefined, undefined, undefined],
    ['none, yes', undefined, 'yes', undefined, { scope: 'account' }],
    ['taken off before, yes', null, 'yes', 'clear', { scope: 'account' }],
    ['none, all', undefined, 'all', undefined, { scope: 'organisation' }],
    ['own, all', OWN, 'all', undefined, { scope: 'organisation' }],
    ['for all, all', FOR_ALL, 'all', 'clear', FOR_ALL],
    ['none, no', undefined, 'no', 'clear', undefined],
    ['taken off before, no', null, 'no', 'clear', null],
    ['own, nothing said', OWN, undefined, 'clear', OWN],
    ['own, yes', OWN, 'yes', 'clear', OWN],
    ['own, no', OWN, 'no', undefined, OWN],
    ['own, no', OWN, 'no', 'keep', OWN],
    ['own, no, and it may be taken off', OWN, 'no', 'clear', null],
    ['for all, yes', FOR_ALL, 'yes', undefined, FOR_ALL],
    ['for all, no', FOR_ALL, 'no', 'keep', FOR_ALL],
    ['for all, no, and it may be taken off', FOR_ALL, 'no', 'clear', FOR_ALL],
  ])('%s', (_, before, said, how, after) => {
    const result = mergeOptOut(before, said, { optOut: how });
    expect(result).toEqual(after);
    if (after === before) expect(result).toBe(before);

    const jane = { name: 'Jane', tags: ['dog'], values: [], ...(before !== undefined && { optOut: before }) };
    const options = { blankCells: 'keep', tagsMode: 'replace', optOut: how } as const;
    const merged = mergeStatement(jane, { name: 'Jane', tags: null, values: [], optOut: said }, options, defaultLimits);
    expect(merged).toMatchObject({ outcome: after === before ? 'unchanged' : 'updated' });
    expect('state' in merged && merged.state.optOut).toEqual(after);
  });
});

it.each<[string, 'yes' | 'all' | 'no' | null]>([
  ['yes', 'yes'],
  ['Yes', 'yes'],
  ['TRUE', 'yes'],
  ['1', 'yes'],
  ['x', 'yes'],
  ['Sí', 'yes'],
  ['ALL', 'all'],
  ['todas', 'all'],
  ['no', 'no'],
  ['False', 'no'],
  ['0', 'no'],
  ['', null],
  ['maybe', null],
  ['yes please', null],
  ['2026-11-22', null],
])('a cell with %j says %s', (cell, answer) => expect(readOptOut(cell)).toBe(answer));

it.each<[OptOutMark | null | undefined, 'account' | 'organisation', boolean]>([
  [undefined, 'account', false],
  [null, 'organisation', false],
  [OWN, 'account', true],
  [OWN, 'organisation', false],
  [FOR_ALL, 'account', true],
  [FOR_ALL, 'organisation', true],
])('whether %j says all that a mark for the %s says: %s', (mark, scope, expected) => {
  expect(isAsWide(mark, scope)).toBe(expected);
});
