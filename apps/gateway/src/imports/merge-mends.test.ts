import { importMendsSchema, type MendedBy, type StoredMends } from '#contracts';
import { expect, it } from 'vitest';
import { countMends, mergeMends, NO_MENDS } from './merge-mends.js';

const ANN: MendedBy = { by: { kind: 'user', id: 'ann' }, at: '2026-11-30T08:00:00.000Z' };
const BOB: MendedBy = { by: { kind: 'key', id: 'bob' }, at: '2026-11-30T09:00:00.000Z' };
const before: StoredMends = {
  rows: [{ row: 3, cells: { id: '34600111222', city: 'Rome' }, ...ANN }],
  same: [{ column: 'name', from: '', to: 'Customer', ...ANN }],
  kinds: [{ code: 'phone_extension', ...ANN }],
};

it.each<[string, object, Partial<StoredMends>]>([
  [
    'a cell',
    { rows: [{ row: 3, cells: { city: 'Oslo' } }] },
    { rows: [{ row: 3, cells: { id: '34600111222', city: 'Oslo' }, ...BOB }] },
  ],
  [
    'a cell taken back',
    { rows: [{ row: 3, cells: { city: null } }] },
    { rows: [{ row: 3, cells: { id: '34600111222' }, ...BOB }] },
  ],
  ['all of a row taken back', { rows: [{ row: 3, cells: { id: null, city: null } }] }, { rows: [] }],
  [
    'a row left out',
    { rows: [{ row: 9, leaveOut: true }] },
    { rows: [before.rows[0]!, { row: 9, cells: {}, leaveOut: true, ...BOB }] },
  ],
  [
    'a rule changed',
    { same: [{ column: 'name', from: '', to: 'X' }] },
    { same: [{ column: 'name', from: '', to: 'X', ...BOB }] },
  ],
  ['a rule taken back', { same: [{ column: 'name', from: '', to: null }] }, { same: [] }],
  ['a kind taken back', { kinds: [{ code: 'phone_extension', leaveOut: false }] }, { kinds: [] }],
])('adds %s', (_, added, expected) => {
  expect(mergeMends(before, importMendsSchema.parse(added), BOB)).toEqual({ ...before, ...expected });
});

it('changes nothing when the same is stated again, also in another order', () => {
  const again = importMendsSchema.parse({
    rows: [{ row: 3, cells: { city: 'Rome', id: '34600111222' }, leaveOut: false }],
    same: [{ column: 'name', from: '', to: 'Customer' }],
    kinds: [{ code: 'phone_extension', leaveOut: true }],
  });
  expect(mergeMends(before, again, BOB)).toEqual(before);
});

it('counts cells, rows and rules', () => {
  const [row] = before.rows;
  const rows = [row!, { ...row!, row: 4, cells: {}, leaveOut: true, dropSurplus: true }];
  expect([countMends(NO_MENDS), countMends({ ...before, rows })]).toEqual([0, 6]);
});
