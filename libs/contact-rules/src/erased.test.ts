import { defaultLimits } from '#contracts';
import { expect, it } from 'vitest';
import { applyEdit } from './apply-edit.js';
import { erasedState, erasureMark, isErased } from './erased.js';
import { mergeStatement } from './merge-statement.js';
import { termsOf } from './search-words.js';

const MARK = erasureMark(new Date('2026-11-30T10:15:00.000Z'), { kind: 'user', id: 'ana' });
const erased = erasedState(MARK);
const OPTIONS = { blankCells: 'clear', tagsMode: 'replace', optOut: 'clear' } as const;
const SAYS = { name: erased.name, tags: [], values: [] };

it.each<[string, object, string]>([
  ['what a download has', { optOut: 'all' }, 'unchanged'],
  ['that it may be contacted', { optOut: 'no' }, 'unchanged'],
  ['another name', { name: 'Jane' }, 'rejected'],
  ['a tag', { tags: ['dog'] }, 'rejected'],
  ['a value', { values: [{ name: 'city', value: 'Vigo' }] }, 'rejected'],
])('a row for an erased person with %s: %s', (_, said, outcome) => {
  expect(mergeStatement(erased, { ...SAYS, ...said }, OPTIONS, defaultLimits)).toMatchObject({
    outcome,
    ...(outcome === 'rejected' && { code: 'contact_erased' }),
  });
});

it('refuses an edit, until the mark is taken off', () => {
  const edit = { name: 'Jane', tags: { replace: null, add: [], remove: [] }, values: [] };
  expect(applyEdit(erased, edit, defaultLimits)).toMatchObject({ outcome: 'rejected', code: 'contact_erased' });
  expect(applyEdit({ ...erased, optOut: null }, edit, defaultLimits)).toMatchObject({ outcome: 'updated' });
});

it('has no word to find it by, and knows what was not erased yet', () => {
  expect(termsOf(erased.name)).toEqual([]);
  expect(isErased(erased, MARK)).toBe(true);
  expect(isErased({ ...erased, name: 'Jane' }, MARK)).toBe(false);
  expect(isErased({ ...erased, optOut: null }, MARK)).toBe(false);
});
