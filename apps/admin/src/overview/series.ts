import type { ImportDay, ImportStatistics } from '#contracts';

const DAY_MS = 86_400_000;

/** Every day from `from` to `to`, as `2026-11-22`. */
function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** One day of a chart: its date, and a figure for each line or part of a bar. */
export type Point = { date: string } & Record<string, string | number>;

/** The contacts that imports had created by the end of each day, by account. */
export function growth({ from, to, accounts }: ImportStatistics): Point[] {
  const totals = accounts.map(({ accountId, createdBefore, days }) => ({
    accountId,
    total: createdBefore,
    created: new Map(days.map((day) => [day.date, day.created])),
  }));
  return daysBetween(from, to).map((date) => {
    const point: Point = { date };
    for (const account of totals) {
      account.total += account.created.get(date) ?? 0;
      point[account.accountId] = account.total;
    }
    return point;
  });
}

/** How the imports of a day ended. */
export const ENDINGS = ['completed', 'withErrors', 'stopped'] as const;
type Ending = (typeof ENDINGS)[number];

/** How many imports ended on each day, of all accounts together: well, with errors, or before their end. */
export function importsPerDay({ from, to, accounts }: ImportStatistics): Point[] {
  const days = accounts.flatMap((account) => account.days);
  return daysBetween(from, to).map((date) => ({ date, ...endings(days.filter((day) => day.date === date)) }));
}

function endings(days: readonly ImportDay[]): Record<Ending, number> {
  const sum = (...states: (keyof ImportDay['imports'])[]) =>
    days
      .flatMap(({ imports }) => states.map((state) => imports[state] ?? 0))
      .reduce((total, count) => total + count, 0);
  return {
    completed: sum('completed'),
    withErrors: sum('completed_with_errors'),
    stopped: sum('rejected', 'cancelled', 'failed'),
  };
}
