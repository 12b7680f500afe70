import { describe, expect, it } from 'vitest';
import type { ImportStatistics } from '#contracts';
import { growth, importsPerDay } from './series.js';

const statistics: ImportStatistics = {
  from: '2026-02-27',
  to: '2026-03-01',
  accounts: [
    {
      accountId: 'a',
      createdBefore: 100,
      days: [{ date: '2026-02-28', imports: { completed: 1, rejected: 1, failed: 2 }, created: 10, updated: 0 }],
    },
    {
      accountId: 'b',
      createdBefore: 0,
      days: [{ date: '2026-02-28', imports: { completed: 2, completed_with_errors: 1 }, created: 5, updated: 0 }],
    },
  ],
};

describe('series of a chart', () => {
  it('add up what was created, day by day', () => {
    expect(growth(statistics)).toEqual([
      { date: '2026-02-27', a: 100, b: 0 },
      { date: '2026-02-28', a: 110, b: 5 },
      { date: '2026-03-01', a: 110, b: 5 },
    ]);
  });

  it('count the imports of a day by how they ended', () => {
    const none = { completed: 0, withErrors: 0, stopped: 0 };
    expect(importsPerDay(statistics)).toEqual([
      { date: '2026-02-27', ...none },
      { date: '2026-02-28', completed: 3, withErrors: 1, stopped: 3 },
      { date: '2026-03-01', ...none },
    ]);
  });
});
