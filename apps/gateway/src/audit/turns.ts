import { setTimeout as sleep } from 'node:timers/promises';

/** Who has waited so long goes on: work that waits for a server must not hold up the others. */
const PATIENCE_MS = 2_000;

/**
 * Lets work with the same key take turns, as far as that costs no patience. It saves work from disturbing each other in a
 * process; nothing may depend on it.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(private readonly patienceMs = PATIENCE_MS) {}

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const mine = this.after(before, work);
    const end = mine.catch(() => undefined);
    this.last.set(key, end);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === end) this.last.delete(key);
    }
  }

  private async after<T>(before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
    if (before) {
      const stop = new AbortController();
      await Promise.race([before, sleep(this.patienceMs, undefined, { signal: stop.signal }).catch(() => undefined)]);
      stop.abort();
    }
    return work();
  }
}
