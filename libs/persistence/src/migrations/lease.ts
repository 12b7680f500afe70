import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { isDuplicateKey } from '../duplicate-key.js';
import { leaseIn, type LeaseState } from './migration-records.js';

/** Another process has taken over, because this one was silent for too long. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/**
 * The right to migrate a database, which one process has at a time. Its holder raises a number a few times within
 * `leaseMs`. Whoever sees the same number for longer than that takes over. So no two clocks are compared.
 */
export class Lease {
  private lost = false;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly db: Db,
    private readonly holder: string,
    leaseMs: number,
  ) {
    this.timer = setInterval(() => void this.renew(), leaseMs / 4).unref();
  }

  /**
   * Waits until nobody else migrates.
   * @param onWait called every ten seconds while somebody does
   */
  static async take(db: Db, leaseMs: number, signal: AbortSignal, onWait: () => void): Promise<Lease> {
    const holder = randomUUID();
    let seen = { holder: '', beat: -1, since: performance.now() };
    let said = -Infinity;
    for (;;) {
      signal.throwIfAborted();
      const found = await findOrMake(db);
      if (found.holder !== seen.holder || found.beat !== seen.beat)
        seen = { holder: found.holder ?? '', beat: found.beat, since: performance.now() };
      const isFree = found.holder === null || performance.now() - seen.since > leaseMs;
      if (isFree && (await takeOver(db, found, holder))) return new Lease(db, holder, leaseMs);
      if (!isFree && performance.now() - said > 10_000) {
        said = performance.now();
        onWait();
      }
      await sleep(Math.min(500, leaseMs / 4), undefined, { signal });
    }
  }

  /** @throws LeaseLostError */
  check(): void {
    if (this.lost) throw new LeaseLostError('another process has taken over the migration');
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    await leaseIn(this.db).updateOne({ _id: 'lease', holder: this.holder }, { $set: { holder: null } });
  }

  private async renew(): Promise<void> {
    try {
      const mine = { _id: 'lease', holder: this.holder } as const;
      const renewed = await leaseIn(this.db).updateOne(mine, { $inc: { beat: 1 } });
      if (renewed.matchedCount === 0) this.lost = true;
    } catch {
      // While MongoDB is away, nobody else can take over either.
    }
  }
}

async function findOrMake(db: Db): Promise<LeaseState> {
  const found = await leaseIn(db).findOne({ _id: 'lease' });
  if (found) return found;
  const free: LeaseState = { _id: 'lease', holder: null, beat: 0 };
  try {
    await leaseIn(db).insertOne(free);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return free;
}

async function takeOver(db: Db, { holder, beat }: LeaseState, by: string): Promise<boolean> {
  const taken = await leaseIn(db).updateOne({ _id: 'lease', holder, beat }, { $set: { holder: by, beat: beat + 1 } });
  return taken.matchedCount === 1;
}
