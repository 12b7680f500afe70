/** More are not kept: whoever sends from so many addresses at once could fill the memory. */
const MOST = 20_000;

/** What {@link LocalCounter} has counted. */
export interface LocalCount {
  totalHits: number;
  /** Seconds until the window ends. */
  timeToExpire: number;
}

/** Counts in this process alone, for while Redis is away. */
export class LocalCounter {
  private readonly windows = new Map<string, { hits: number; endsAt: number }>();

  /** @param ttl the window in milliseconds */
  count(key: string, ttl: number, now = Date.now()): LocalCount {
    const before = this.windows.get(key);
    const window = before && before.endsAt > now ? before : { hits: 0, endsAt: now + ttl };
    window.hits++;
    // The newest ones come last, so that the oldest are the first to go.
    this.windows.delete(key);
    this.windows.set(key, window);
    if (this.windows.size > MOST) this.windows.delete(this.windows.keys().next().value!);
    return { totalHits: window.hits, timeToExpire: Math.ceil((window.endsAt - now) / 1000) };
  }
}
