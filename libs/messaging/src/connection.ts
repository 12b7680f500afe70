import type { Config } from '#platform';
import type { QueueOptions, WorkerOptions } from 'bullmq';

type QueueConnection = Pick<Config, 'REDIS_URL' | 'REDIS_PREFIX'>;

/** Retries wait longer each time, up to this. */
const MAX_BACKOFF_MS = 60_000;

/** Options of whatever adds jobs: a request must fail soon when Redis is away, not wait for it. */
export function queueOptions(config: QueueConnection): QueueOptions {
  return {
    connection: { url: config.REDIS_URL, maxRetriesPerRequest: 2, enableOfflineQueue: true },
    prefix: config.REDIS_PREFIX,
    defaultJobOptions: {
      // State lives in the database. A finished job is gone, so that its id can be added again.
      removeOnComplete: true,
      removeOnFail: true,
      // Whether to try again is decided by our own code, which can tell a fault from a poisonous message.
      attempts: Number.MAX_SAFE_INTEGER,
      backoff: { type: 'custom' },
    },
  };
}

/**
 * Options of a worker. It waits for Redis as long as it takes. A job may be taken up again any number of times after its
 * worker died; by default BullMQ gives it up at the second time.
 */
export function workerOptions(
  config: QueueConnection & Pick<Config, 'BACKOFF_MS' | 'JOB_LOCK_SECONDS'>,
  concurrency: number,
): WorkerOptions {
  const lockDuration = config.JOB_LOCK_SECONDS * 1000;
  return {
    connection: { url: config.REDIS_URL, maxRetriesPerRequest: null },
    prefix: config.REDIS_PREFIX,
    concurrency,
    maxStalledCount: 1_000_000,
    lockDuration,
    stalledInterval: lockDuration / 3,
    settings: { backoffStrategy: (attempts) => backoff(attempts, config.BACKOFF_MS) },
  };
}

/** Doubles with each attempt, with a tenth of chance so that many do not come back at once. */
function backoff(attempts: number, first: number): number {
  return Math.min(MAX_BACKOFF_MS, first * 2 ** (attempts - 1)) * (0.9 + Math.random() / 5);
}
