/** Answers that take longer than this may be a little old. */
const QUICK_MS = 1_000;
/** Such an answer is kept for as many times as long as it took beyond that. */
const TIMES = 10;
const MAX_MS = 60_000;
const MAX_ANSWERS = 1_000;

/**
 * Remembers answers that take long to find and may be a little old. Those who ask for the same at the same time share
 * one search, and its answer is kept for ten times as long as it took beyond a second, up to a minute. So answers that
 * are found quickly are always new, and the others are not searched for by everybody who asks.
 */
export class Remembered<T> {
  private readonly answers = new Map<string, { answer: Promise<T>; until: number }>();

  /** @param keepMs how long an answer is kept that took so many milliseconds */
  constructor(private readonly keepMs = ifSlow) {}

  /** @param find called when no answer is remembered. When it fails, nothing is remembered. */
  async get(key: string, find: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key);
    const began = Date.now();
    if (known && began < known.until) return known.answer;
    const found = { answer: find(), until: Infinity };
    this.answers.delete(key);
    this.answers.set(key, found);
    for (const oldest of this.answers.keys()) if (this.answers.size > MAX_ANSWERS) this.answers.delete(oldest);
    try {
      return await found.answer;
    } catch (error) {
      found.until = 0;
      throw error;
    } finally {
      const now = Date.now();
      found.until = Math.min(found.until, now + this.keepMs(now - began));
    }
  }
}

function ifSlow(tookMs: number): number {
  return Math.min(MAX_MS, TIMES * Math.max(0, tookMs - QUICK_MS));
}
