import { describe, expect, it } from 'vitest';
import { actualOutcomes, expectedOutcomes, goodRows } from './outcomes.js';

const counts = { created: 0, updated: 0, unchanged: 0, duplicate: 2, rejected: 3, unprocessed: 0 };

describe('outcomes', () => {
  it('counts the rows that can go in', () => {
    expect(goodRows({ rows: 10, counts })).toBe(5);
    expect(goodRows({ rows: null, counts })).toBe(0);
  });

  it('adds up to the rows, with a forecast and without', () => {
    const sum = (forecast: Parameters<typeof expectedOutcomes>[0]['forecast']) =>
      expectedOutcomes({ rows: 10, counts, forecast }).reduce((total, { count }) => total + count, 0);
    expect(sum(null)).toBe(10);
    expect(sum({ created: 3, updated: 1, unchanged: 1, exact: true })).toBe(10);
  });

  it('shows rows left out only when there are any', () => {
    const kinds = (unprocessed: number) =>
      actualOutcomes({ counts: { ...counts, unprocessed } }).map(({ kind }) => kind);
    expect(kinds(0)).not.toContain('unprocessed');
    expect(kinds(1)).toContain('unprocessed');
  });
});
