import { expect, it } from 'vitest';
import { RowSet } from './row-set.js';

it('keeps row numbers, each once', () => {
  const rows = new RowSet();
  for (const row of [2, 7, 8, 2, 100_000, 50_000_000]) rows.add(row);
  expect(rows.size).toBe(5);
  expect([1, 2, 3, 7, 8, 9, 99_999, 100_000, 50_000_000, 4_000_000_000].filter((row) => rows.has(row))).toEqual([
    2, 7, 8, 100_000, 50_000_000,
  ]);
});
