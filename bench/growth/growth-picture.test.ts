import { expect, it } from 'vitest';
import { drawGrowth } from './growth-picture.js';
import type { Amounts, Point } from './points.js';

function pointOf(amounts: Partial<Amounts>, rowsPerSecond: number): Point {
  const measured = { rowsPerSecond, cpu: { store: 200 }, memory: { importer: 150, store: 900 }, contactBytes: 700 };
  const at = { commit: 'abcdef123', at: '2026-11-30T12:00:00.000Z' };
  return { rows: 100, accounts: 1, tags: 1, ...amounts, ...measured, ...at };
}

it('draws a line for each part over each amount, on a logarithmic scale, from zero', () => {
  const points = [
    pointOf({ rows: 10 }, 2_000),
    pointOf({}, 1_000),
    pointOf({ rows: 1_000 }, 500),
    pointOf({ accounts: 10 }, 1_000),
    pointOf({ tags: 10 }, 250),
  ];
  const picture = drawGrowth(points);
  expect(picture.match(/<g /g)).toHaveLength(9);
  const lines = [...picture.matchAll(/<polyline points="([^"]+)"/g)].map(([, places]) => places);
  // Speed by rows, accounts and tags, the processor time of one part, and the memory of two.
  expect(lines).toHaveLength(3 + 3 + 6);
  expect(lines.slice(0, 3)).toEqual(['0,0 150,90 300,135', '0,0 300,0', '0,0 300,135']);
});

it('draws what there is when the run was short', () => {
  expect(drawGrowth([pointOf({}, 1_000)])).toContain('<polyline points="150,0"');
});
