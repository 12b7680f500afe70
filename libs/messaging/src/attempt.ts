import { isTransient, metrics, startSpan, withSpan } from '#platform';
import { DelayedError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import { messageAttributes, traceparentOf } from './job-trace.js';

/** Delay before the next try while MongoDB, Redis or the object store is down. */
const AWAY_DELAY_MS = 2_000;

/**
 * Thrown by a long-running job when its service stops. The job returns to the queue, and another process continues it
 * at once.
 */
export class ReleasedError extends Error {
  override name = 'ReleasedError';
}

/** Thrown by work that must wait. It is retried later, and no attempt is counted. */
export class NotYetError extends Error {
  override name = 'NotYetError';

  constructor(
    message: string,
    readonly milliseconds: number,
  ) {
    super(message);
  }
}

/** How an attempt ended, in the metrics. */
export const ATTEMPT_OUTCOMES = ['done', 'failed', 'given_up', 'postponed'] as const;
type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export interface AttemptPolicy {
  /** Attempts until the work is given up. Waiting for a dependency that is down does not count. */
  attempts: number;
  logger: Logger;
  /** Why the work must not be tried again, although attempts are left; null when it may ({@link CrashWatch}). */
  verdict: () => string | null | Promise<string | null>;
  /** Called instead of another attempt. If it fails itself, it is called again later. */
  giveUp: (error: unknown, attempts: number) => Promise<void>;
}

/**
 * Runs a job or an event handler. On failure, it waits while a dependency is down, retries with backoff while attempts
 * are left, and otherwise gives up. So nothing is acknowledged that was neither done nor given up.
 */
export async function attempt(
  job: Job,
  token: string | undefined,
  policy: AttemptPolicy,
  work: () => Promise<void>,
): Promise<void> {
  const { queueName: queue } = job;
  const ended = metrics.queueAttempt.startTimer({ queue });
  const span = startSpan(`process ${queue}`, {
    kind: 'consumer',
    continues: traceparentOf(job),
    attributes: messageAttributes(queue, job.id),
  });
  let outcome: AttemptOutcome = 'failed';
  try {
    outcome = await withSpan(span, () => tryOnce(job, token, policy, work));
  } catch (error) {
    if (error instanceof DelayedError) outcome = 'postponed';
    throw error;
  } finally {
    ended();
    metrics.queueAttempts.inc({ queue, outcome });
    span?.set({ outcome });
    span?.end(outcome === 'failed' || outcome === 'given_up' ? outcome : undefined);
  }
}

async function tryOnce(
  job: Job,
  token: string | undefined,
  policy: AttemptPolicy,
  work: () => Promise<void>,
): Promise<'done' | 'given_up'> {
  let verdict: string | null = null;
  try {
    verdict = await policy.verdict();
    if (verdict !== null) throw new Error(verdict);
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof DelayedError) throw error;
    if (error instanceof ReleasedError) {
      await job.moveToDelayed(Date.now(), token);
      throw new DelayedError();
    }
    if (error instanceof NotYetError) {
      await job.moveToDelayed(Date.now() + error.milliseconds, token);
      throw new DelayedError();
    }
    if (isTransient(error)) {
      policy.logger.warn({ err: error }, 'a dependency is away; the work waits');
      await job.moveToDelayed(Date.now() + AWAY_DELAY_MS, token);
      throw new DelayedError();
    }
    const attempts = job.attemptsMade + 1;
    if (attempts < policy.attempts && verdict === null) {
      policy.logger.warn({ err: error, attempts }, 'the work failed and will be tried again');
      throw error;
    }
    await policy.giveUp(error, attempts);
    policy.logger.error({ err: error, attempts }, 'the work was given up');
    return 'given_up';
  }
}
