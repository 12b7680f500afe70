import type { Db } from 'mongodb';
import type { Lease } from './lease.js';
import { recordsIn, type MigrationRecord } from './migration-records.js';

/** How often progress is stored, and how often it is said. */
const STORE_MS = 1_000;
export const SAY_MS = 5_000;

/** Reports what a migration does; pino's logger is one. */
export interface MigrationLog {
  info(fields: object, message: string): void;
}

/** How far a migration is, stored and said now and then. */
export class Progress {
  private readonly started = performance.now();
  private storedAt = -Infinity;
  private saidAt = performance.now();
  private readonly changed: Record<string, number>;
  private readonly inThisRun: Record<string, number> = {};
  private at: string | null;

  constructor(
    private readonly run: { db: Db; lease: Lease; log: MigrationLog; signal: AbortSignal },
    private readonly record: MigrationRecord,
    private readonly what: string,
  ) {
    this.changed = { ...record.changed } as Record<string, number>;
    this.at = record.at;
  }

  async note(at: string, done: Record<string, number>): Promise<void> {
    this.at = at;
    for (const [name, count] of Object.entries(done)) {
      this.changed[name] = (this.changed[name] ?? 0) + count;
      this.inThisRun[name] = (this.inThisRun[name] ?? 0) + count;
    }
    const now = performance.now();
    const { lease, signal, log } = this.run;
    if (now - this.storedAt > STORE_MS || signal.aborted) {
      lease.check();
      await this.store(null);
      this.storedAt = now;
    }
    signal.throwIfAborted();
    if (now - this.saidAt > SAY_MS) {
      this.saidAt = now;
      log.info(this.fields(), this.what);
    }
  }

  async finish(): Promise<void> {
    this.run.lease.check();
    await this.store(new Date());
    this.run.log.info(this.fields(), `${this.what}: done`);
  }

  private async store(finishedAt: Date | null): Promise<void> {
    const { _id } = this.record;
    await recordsIn(this.run.db).updateOne({ _id }, { $set: { at: this.at, changed: this.changed, finishedAt } });
  }

  /** What was done, in all and in a second. */
  private fields(): object {
    const seconds = (performance.now() - this.started) / 1_000;
    const rates = Object.entries(this.inThisRun).map(([name, count]) => [name, Math.round(count / seconds)]);
    return { ...this.changed, seconds: Math.round(seconds), perSecond: Object.fromEntries(rates) as object };
  }
}
