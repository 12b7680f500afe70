import { isTransient, metrics } from '#platform';
import { Worker, type Job, type Processor, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ATTEMPT_OUTCOMES } from './attempt.js';
import { closeOrGiveUp } from './connection.js';

/**
 * BullMQ's errors about a job that this worker still works on, although another one may have it. It reports them at each
 * renewal of the lock, and when the work ends.
 */
const LOST =
  /^(?:could not renew lock|Missing lock|Lock mismatch|Missing key) for job (\S+?)\.?(?:\s|$)|^Job (\S+) is not in the active state/;

const AGAIN_MS = 1_000;

/**
 * Starts a worker when Redis is ready for it. BullMQ asks Redis for its version once, and a worker that got an error
 * instead, such as BUSY, would never take a job.
 * @throws what Redis says that will not pass by itself
 */
export async function startWorker(
  queue: string,
  process: Processor,
  options: WorkerOptions,
  logger: Logger,
): Promise<Worker> {
  // So that the first failure of a queue shows as an increase: from 0.
  metrics.queueAttempt.zero({ queue });
  for (const outcome of ATTEMPT_OUTCOMES) metrics.queueAttempts.inc({ queue, outcome }, 0);
  for (;;) {
    const worker = new PatientWorker(queue, process, { ...options, autorun: false });
    logFaults(worker, queue, logger);
    try {
      await worker.waitUntilReady();
      worker.run().catch((error: Error) => worker.emit('error', error));
      return worker;
    } catch (error) {
      await worker.close(true).catch(() => undefined);
      if (!isTransient(error)) throw error;
    }
    await sleep(AGAIN_MS);
  }
}

/**
 * Waits after an error of Redis, such as BUSY or OOM, before it asks for the next job. BullMQ does this only when Redis
 * cannot be reached; otherwise it asks, and reports the error, a thousand times a second.
 */
class PatientWorker extends Worker {
  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await sleep(AGAIN_MS);
      throw error;
    }
  }

  /**
   * Waits for the jobs that run, as BullMQ does, but not for Redis. The end of a job that it does not hear of is not lost work:
   * another worker takes the job up when its lock is over.
   */
  override close(force = false): Promise<void> {
    return closeOrGiveUp(this.opts.connection as Redis, () => super.close(force));
  }
}

/** Logs what a worker cannot do: of each job once that its lock is lost. */
function logFaults(worker: Worker, queue: string, logger: Logger): void {
  const lost = new Set<string>();
  worker.on('active', ({ id }) => lost.delete(id!));
  worker.on('error', (error) => {
    const found = LOST.exec(error.message);
    const jobId = found?.[1] ?? found?.[2];
    if (!jobId) return logger.warn({ err: error, queue }, 'the queue is away');
    if (lost.has(jobId)) return;
    lost.add(jobId);
    logger.warn({ queue, jobId }, 'the work took too long to say that it goes on; another worker may take it up');
  });
}
