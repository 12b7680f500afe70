import { describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sizes } from '../harness/figure.js';
import { addPoint, along, plannedPoints, readPoints, type Amounts, type Point } from './points.js';

const SIZES: Sizes = {
  rows: 1,
  csvRows: 1,
  xlsxRows: 1,
  rounds: 1,
  small: 100_000,
  large: 1_000_000,
  accounts: [1, 10, 100],
  tags: [1, 10, 100],
};
const PLANNED: Amounts[] = [
  { rows: 10_000, accounts: 1, tags: 1 },
  { rows: 100_000, accounts: 1, tags: 1 },
  { rows: 100_000, accounts: 10, tags: 1 },
  { rows: 100_000, accounts: 100, tags: 1 },
  { rows: 100_000, accounts: 1, tags: 10 },
  { rows: 100_000, accounts: 1, tags: 100 },
  { rows: 1_000_000, accounts: 1, tags: 1 },
];

function pointOf(amounts: Amounts): Point {
  const measured = { rowsPerSecond: 1_000, cpu: { store: 200 }, memory: {}, contactBytes: 700 };
  return { ...amounts, ...measured, commit: 'abcdef123', at: '2026-11-30T12:00:00.000Z' };
}

describe('the points', () => {
  it('change one amount at a time, the small ones first', () => {
    expect(plannedPoints(SIZES)).toEqual(PLANNED);
  });

  it('give no account less than a row', () => {
    const accounts = plannedPoints({ ...SIZES, small: 50, large: 60 }).map((point) => point.accounts);
    expect(Math.max(...accounts)).toBe(10);
  });

  it('are those of an axis when only its amount differs, the smallest first', () => {
    const points = PLANNED.map(pointOf).toReversed();
    expect(along(points, 'rows').map(({ rows }) => rows)).toEqual([10_000, 100_000, 1_000_000]);
    expect(along(points, 'accounts').map(({ accounts }) => accounts)).toEqual([1, 10, 100]);
    expect(along(points, 'tags').map(({ tags }) => tags)).toEqual([1, 10, 100]);
    expect(along([], 'tags')).toEqual([]);
  });
});

describe('the file of points', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-points-'));
  const file = path.join(folder, 'new', 'growth.jsonl');

  it('has a line for each that was added', () => {
    expect(readPoints(file)).toEqual([]);
    const points = PLANNED.slice(0, 2).map(pointOf);
    for (const point of points) addPoint(file, point);
    expect(readPoints(file)).toEqual(points);
  });

  it('is refused with a line that is no point', () => {
    const wrong = path.join(folder, 'wrong.jsonl');
    writeFileSync(wrong, `${JSON.stringify({ ...pointOf(PLANNED[0]!), cpu: { elsewhere: 1 } })}\n`);
    expect(() => readPoints(wrong)).toThrow(/elsewhere/);
    rmSync(folder, { recursive: true });
  });
});
