import { expect, it } from 'vitest';
import { resultSchema, table, type Result } from './table.js';

const MEASURED: Result = {
  name: 'import-new',
  figure: 'import',
  unit: 'rows/s',
  ours: 12_345.6,
  beside: 5_000,
  besideName: 'another',
  ratio: 2.469,
  goal: 2,
  goalText: '≥ 2×',
  ok: true,
};
const NOTHING = { ours: null, beside: null, besideName: null, ratio: null, ok: null };

it('shows what was measured, and why something was not', () => {
  const skipped: Result = { ...MEASURED, ...NOTHING, figure: 'other', reason: 'skipped: no tool' };
  expect(table([MEASURED, skipped]).split('\n')).toEqual([
    '| figure | ours          | beside       |                  | ratio | goal |         |',
    '| ------ | ------------- | ------------ | ---------------- | ----- | ---- | ------- |',
    '| import | 12,346 rows/s | 5,000 rows/s | another          | 2.47× | ≥ 2× | reached |',
    '| other  | –             | –            | skipped: no tool | –     | ≥ 2× |         |',
  ]);
});

it.each([NaN, Infinity, 0, -1])('does not accept %d as a result', (ours) => {
  expect(resultSchema.safeParse({ ...MEASURED, ours }).success).toBe(false);
});
