import type { ImportDay, ImportStatistics } from '#contracts';
import type { FinishedImport } from '#persistence';

const DAY_MS = 86_400_000;

/** Sums up imports per account and day. */
export class ImportTally {
  private readonly from: string;
  private readonly to: string;
  private readonly dayOf: (at: Date) => string;
  private readonly accounts = new Map<string, { createdBefore: number; days: Map<string, ImportDay> }>();

  /** @param days the number of days in the time zone, up to and including the day of `now` */
  constructor({ days, timeZone, now }: { days: number; timeZone: string; now: Date }) {
    // The Swedish locale formats dates as ISO 8601 does.
    const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
    this.dayOf = (at) => format.format(at);
    this.to = this.dayOf(now);
    this.from = new Date(Date.parse(this.to) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  }

  add({ accountId, finishedAt, status, counts: { created, updated } }: FinishedImport): void {
    const account = this.accounts.get(accountId) ?? { createdBefore: 0, days: new Map<string, ImportDay>() };
    this.accounts.set(accountId, account);
    const date = this.dayOf(finishedAt);
    if (date < this.from) {
      account.createdBefore += created;
      return;
    }
    const day = account.days.get(date) ?? { date, imports: {}, created: 0, updated: 0 };
    account.days.set(date, day);
    const state = status as keyof ImportDay['imports'];
    day.imports[state] = (day.imports[state] ?? 0) + 1;
    day.created += created;
    day.updated += updated;
  }

  answer(): ImportStatistics {
    const accounts = [...this.accounts].map(([accountId, { createdBefore, days }]) => ({
      accountId,
      createdBefore,
      days: [...days.values()].sort((a, b) => a.date.localeCompare(b.date)),
    }));
    return { from: this.from, to: this.to, accounts };
  }
}
