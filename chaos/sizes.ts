import type { RunSize } from './run.js';

/** No client is slowed down by limits, and none confirms an import. */
const env = {
  CONFIRM_CHANGED_PERCENT: '100',
  LIMIT_REQUESTS_PER_MINUTE: '1000000',
  LIMIT_ORGANISATION_REQUESTS_PER_MINUTE: '1000000',
  // The receiver is never away for long; what waits for it is tried again soon, and never given up.
  WEBHOOK_BACKOFF_SECONDS: '1',
  WEBHOOK_ATTEMPTS: '1000',
};

/** Otherwise the defaults of the product. */
export const FULL: RunSize = {
  plan: { rounds: 12, stormMs: 120_000, share: 1 },
  amounts: { imports: 100, rows: 1_000_000, cancels: 200, queued: 20 },
  pace: 1,
  env,
  endsWithinMs: 30 * 60_000,
};

/** One of each fault, all in one round. A pause is still longer than a lock, because locks are shorter too. */
export const QUICK: RunSize = {
  plan: { rounds: 1, stormMs: 40_000, share: 0 },
  amounts: { imports: 8, rows: 10_000, cancels: 5, queued: 3 },
  pace: 0.2,
  env: { ...env, JOB_LOCK_SECONDS: '3', SWEEP_SECONDS: '2' },
  endsWithinMs: 3 * 60_000,
};
