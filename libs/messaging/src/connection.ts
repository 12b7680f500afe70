import type { Config } from '#platform';
import type { QueueOptions, WorkerOptions } from 'bullmq';
import { randomUUID } from 'node:crypto';

type QueueConnection = Pick<Config, 'REDIS_URL' | 'REDIS_PREFIX'>;

/** Maximum delay between two retries. */
const MAX_BACKOFF_MS = 60_000;

/** The name of this process's workers in Redis, which shows there as long as the process is connected. */
export const WORKER_NAME = randomUUID();

/** Options for queues to which jobs are added: while Redis is down, a request must fail soon instead of waiting. */
export function queueOptions(config: QueueConnection): QueueOptions {
  return {
    connection: { url: config.REDIS_URL, maxRetriesPerRequest: 2, enableOfflineQueue: true },
    prefix: config.REDIS_PREFIX,
    defaultJobOptions: {
      // State is in the database. A finished job is removed, so that its id can be used again.
      removeOnComplete: true,
      removeOnFail: true,
      // Our own code decides whether to retry, because it can distinguish a fault from a poison message.
      attempts: Number.MAX_SAFE_INTEGER,
      backoff: { type: 'custom' },
    },
  };
}

/**
 * Options of a worker. It waits for Redis without a limit. A job may be taken over any number of times after its worker
 * died; by default, BullMQ gives up the second time.
 */
export function workerOptions(
  config: QueueConnection & Pick<Config, 'BACKOFF_MS' | 'JOB_LOCK_SECONDS'>,
  concurrency: number,
): WorkerOptions {
  const lockDuration = Math.ceil(config.JOB_LOCK_SECONDS * 1000);
  return {
    connection: { url: config.REDIS_URL, maxRetriesPerRequest: null },
    prefix: config.REDIS_PREFIX,
    concurrency,
    name: WORKER_NAME,
    maxStalledCount: 1_000_000,
    lockDuration,
    // A whole number: Redis takes no other.
    stalledInterval: Math.ceil(lockDuration / 3),
    settings: { backoffStrategy: (attempts) => backoff(attempts, config.BACKOFF_MS) },
  };
}

/** Exponential backoff with 10% jitter, so that many jobs do not retry at the same moment. */
function backoff(attempts: number, first: number): number {
  return Math.min(MAX_BACKOFF_MS, first * 2 ** (attempts - 1)) * (0.9 + Math.random() / 5);
}
