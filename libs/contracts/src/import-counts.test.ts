import { expect, it } from 'vitest';
import { finalCounts, importCounts, processedRows } from './import-counts.js';

const checked = { duplicateRows: 3, rejectedRows: 2 };

it('adds the rows rejected by the merge to those rejected by the check', () => {
  const merged = { created: 5, updated: 4, unchanged: 1, rejected: 6 };
  const counts = importCounts(checked, merged);
  expect(counts).toEqual({ created: 5, updated: 4, unchanged: 1, duplicate: 3, rejected: 8, unprocessed: 0 });
  expect(processedRows(counts)).toBe(21);
});

it.each<[string, typeof checked | null, number | null, number, number]>([
  ['a checked file of which nothing was merged', checked, 20, 5, 15],
  ['a file of which every row has an outcome', checked, 5, 5, 0],
  ['a file that was not checked', null, null, 0, 0],
])('leaves the rest of %s unprocessed', (_, found, rows, processed, unprocessed) => {
  const end = finalCounts(importCounts(found), rows);
  expect(end).toMatchObject({ processed, counts: { unprocessed } });
});
