import { expect, it } from 'vitest';
import { billionTable, project } from './billion.js';
import type { Amounts, Point } from './points.js';

function pointOf(amounts: Partial<Amounts>, store: number, contacts: number): Point {
  const measured = { rowsPerSecond: 1_000, cpu: { store, contacts }, memory: {}, contactBytes: 700 };
  const at = { commit: 'abcdef123', at: '2026-11-30T12:00:00.000Z' };
  return { rows: 100_000, accounts: 1, tags: 1, ...amounts, ...measured, ...at };
}

/** Tenfold rows cost the store 30 µs more, a hundred accounts a tenth more, a tag 8 µs; contacts 0, half, and 2 µs. */
const POINTS = [
  pointOf({ rows: 10_000 }, 160, 50),
  pointOf({}, 200, 50),
  pointOf({ rows: 1_000_000 }, 230, 52),
  pointOf({ accounts: 100 }, 220, 75),
  pointOf({ tags: 10 }, 272, 68),
  pointOf({ tags: 100 }, 992, 248),
];

it('continues the store by its slope, and a service as it was', () => {
  const [contacts, store] = project(POINTS);
  expect(contacts).toMatchObject({ part: 'contacts', measured: 52, tenfold: 2, inShard: 52, accounts: 1.5, tag: 2 });
  expect(contacts!.cost).toBeCloseTo(52 * 1.5 + 2 * 2);
  expect(store).toMatchObject({ part: 'store', measured: 230, tenfold: 30, accounts: 1.1, tag: 8 });
  // A shard has 125 times as many.
  expect(store!.inShard).toBeCloseTo(230 + 30 * 2.0969, 2);
  expect(store!.cost).toBeCloseTo(store!.inShard * 1.1 + 8 * 2);
  expect(store!.cores).toBeCloseTo((store!.cost * 1_000) / 86_400);
});

it('does not continue a slope that goes down', () => {
  const points = POINTS.map((point) => (point.rows === 1_000_000 ? pointOf({ rows: point.rows }, 190, 50) : point));
  expect(project(points)[1]).toMatchObject({ part: 'store', tenfold: -10, inShard: 190 });
});

it('needs two points of each axis', () => {
  expect(project(POINTS.filter(({ tags }) => tags === 1))).toEqual([]);
  expect(billionTable(POINTS.filter(({ accounts }) => accounts === 1))).toMatch(/^A billion: not computed/);
});

it('is a table', () => {
  const [title, , head, , contacts] = billionTable(POINTS).split('\n');
  expect(title).toBe('A billion:');
  expect(head).toMatch(/^\| part +\| at 1,000,000 \| ten times as many \| in a shard of 125,000,000 \|/);
  expect(contacts).toMatch(
    /^\| contacts +\| 52\.0 µs +\| \+2\.0 µs +\| 52\.0 µs +\| 1\.50× +\| 2\.0 µs +\| 82\.0 µs +\| 0\.95 +\|$/,
  );
});
