/**
 * The parts of a set-up, in the order in which they are shown. Redis, S3 and MongoDB are made side by side, and the
 * page beside them.
 */
export const PARTS = {
  packages: 'npm packages',
  build: 'build',
  page: 'web page',
  Redis: 'Redis',
  S3: 'S3',
  MongoDB: 'MongoDB',
  database: 'database',
  services: 'services',
};

/** What takes less is not named in {@link Setup.summary}. */
const NAMED_FROM_MS = 1_000;

/** What there is to do before the product or its tests can run: what has been done, and how long it took. */
export class Setup {
  #started = Date.now();
  #parts = new Map();

  /** Measures the work for a part. @returns what the work returns */
  async during(part, work) {
    const entry = { started: Date.now(), ended: null };
    this.#parts.set(part, entry);
    const result = await work();
    entry.ended = Date.now();
    return result;
  }

  /** @returns whether a part is 'waiting', 'running' or 'done', and the milliseconds that it has taken so far */
  state(part) {
    const entry = this.#parts.get(part);
    if (!entry) return { state: 'waiting', took: 0 };
    return { state: entry.ended === null ? 'running' : 'done', took: (entry.ended ?? Date.now()) - entry.started };
  }

  /** One line: the total, and how long each part took. */
  summary() {
    const parts = Object.keys(PARTS)
      .map((part) => ({ part, took: this.state(part).took }))
      .filter(({ took }) => took >= NAMED_FROM_MS)
      .map(({ part, took }) => `${PARTS[part]} ${clock(took)}`);
    const total = `Set up in ${clock(Date.now() - this.#started)}`;
    return parts.length === 0 ? total : `${total}: ${parts.join(', ')} (some of them side by side)`;
  }
}

/** `75000` → `1:15`. */
export function clock(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
