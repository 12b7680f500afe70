import { describe, expect, it } from 'vitest';
import { importStatisticsSchema, type ImportStatus } from '#contracts';
import { ImportTally } from './import-tally.js';

const ACCOUNT = '0197c5a0-2222-7000-8000-000000000002';
const tally = (days: number, timeZone: string, ended: [at: string, status: ImportStatus, created: number][]) => {
  const sums = new ImportTally({ days, timeZone, now: new Date('2026-11-26T23:30:00Z') });
  for (const [at, status, created] of ended)
    sums.add({ accountId: ACCOUNT, finishedAt: new Date(at), status, counts: { created, updated: 1 } });
  return importStatisticsSchema.parse(sums.answer());
};

describe('ImportTally', () => {
  it('sums up what ended on a day, and what was created before the first', () => {
    expect(
      tally(2, 'UTC', [
        ['2026-11-24T23:59:59Z', 'completed', 5],
        ['2026-11-25T00:00:00Z', 'completed', 10],
        ['2026-11-25T12:00:00Z', 'completed', 1],
        ['2026-11-25T13:00:00Z', 'rejected', 0],
      ]),
    ).toEqual({
      from: '2026-11-25',
      to: '2026-11-26',
      accounts: [
        {
          accountId: ACCOUNT,
          createdBefore: 5,
          days: [{ date: '2026-11-25', imports: { completed: 2, rejected: 1 }, created: 11, updated: 3 }],
        },
      ],
    });
  });

  it('goes by the days of the time zone', () => {
    const { to, accounts } = tally(1, 'Europe/Madrid', [['2026-11-26T23:00:00Z', 'completed', 1]]);
    expect(to).toBe('2026-11-27');
    expect(accounts[0]!.days[0]!.date).toBe('2026-11-27');
  });

  it('counts days across the end of summer time', () => {
    const sums = new ImportTally({ days: 3, timeZone: 'Europe/Madrid', now: new Date('2026-10-26T12:00:00Z') });
    expect(sums.answer()).toEqual({ from: '2026-10-24', to: '2026-10-26', accounts: [] });
  });
});
