import { describe, expect, it } from 'vitest';
import type { ContactChanges, OptOut } from '#contracts';
import { undoChanges } from './undo-changes.js';

const MARK: OptOut = {
  scope: 'account',
  at: '2026-11-22T10:15:00.000Z',
  by: { kind: 'user', id: 'ana' },
  reason: null,
};
const JANE = { rev: 3, name: 'Jane', tags: ['dog'], values: [{ name: 'city', value: 'Vigo' }] };
const NAME: ContactChanges = { name: { before: 'Jan', after: 'Jane' } };
const CITY: ContactChanges = { values: [{ name: 'city', before: 'Lugo', after: 'Vigo' }] };
const undone = (contact: Parameters<typeof undoChanges>[0], own: [number, ContactChanges][], isCreator = false) =>
  undoChanges(contact, { isCreator, own: own.map(([rev, changes]) => ({ rev, changes })) });

describe('undoing what an import or an order did to a contact', () => {
  it.each<[string, [number, ContactChanges][], object]>([
    ['its name', [[3, NAME]], { name: 'Jan' }],
    [
      'two changes, the last one first',
      [
        [2, NAME],
        [3, { name: { before: 'Jane', after: 'X' } }],
      ],
      { name: 'Jan' },
    ],
    ['a value', [[3, CITY]], { values: [{ name: 'city', value: 'Lugo' }] }],
    ['a value that it got', [[3, { values: [{ name: 'city', before: null, after: 'Vigo' }] }]], { values: [] }],
    [
      'a value that it lost',
      [[3, { values: [{ name: 'age', before: '40', after: null }] }]],
      {
        values: [
          { name: 'city', value: 'Vigo' },
          { name: 'age', value: '40' },
        ],
      },
    ],
    ['its tags', [[3, { tags: { before: ['cat', 'dog'], after: ['dog'] } }]], { tags: ['cat', 'dog'] }],
    ['the mark that was taken off', [[3, { optOut: { before: MARK, after: null } }]], { optOut: MARK }],
    ['that it was taken back', [[3, { takenBack: { before: false, after: true } }]], { takenBack: false }],
    ['not what senders reported', [[3, { reachability: { before: null, after: null } }]], {}],
  ])('restores %s', (_what, own, expected) => {
    expect(undone(JANE, own)).toEqual({ outcome: 'restored', state: { ...JANE, ...expected } });
  });

  it('never takes the mark "do not contact" off', () => {
    const own: [number, ContactChanges][] = [[3, { optOut: { before: null, after: MARK }, ...NAME }]];
    expect(undone({ ...JANE, optOut: MARK }, own)).toMatchObject({ state: { name: 'Jan', optOut: MARK } });
  });

  it.each<[string, [number, ContactChanges][], boolean]>([
    ['somebody changed it since', [[2, NAME]], false],
    [
      'somebody changed it in between',
      [
        [1, NAME],
        [3, CITY],
      ],
      false,
    ],
    ['nothing is known of it', [], false],
    ['somebody changed the one that was created', [[3, NAME]], true],
  ])('keeps a contact where %s', (_why, own, isCreator) => {
    expect(undone(JANE, own, isCreator)).toEqual({ outcome: 'kept' });
  });

  it.each<[string, number, [number, ContactChanges][]]>([
    ['created', 1, []],
    [
      'created, and changed again by its blank columns',
      3,
      [
        [2, NAME],
        [3, CITY],
      ],
    ],
  ])('takes a contact back that it %s', (_what, rev, own) => {
    expect(undone({ ...JANE, rev }, own, true)).toEqual({
      outcome: 'takenBack',
      state: { ...JANE, rev, tags: [], values: [], takenBack: true },
    });
  });
});
