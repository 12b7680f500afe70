import { Worker, type Processor, type WorkerOptions } from 'bullmq';
import type { Logger } from 'pino';

/**
 * BullMQ's errors about a job that this worker still works on, although another one may have it. It reports them at each
 * renewal of the lock, and when the work ends.
 */
const LOST =
  /^(?:could not renew lock|Missing lock|Lock mismatch|Missing key) for job (\S+?)\.?(?:\s|$)|^Job (\S+) is not in the active state/;

/** Starts a worker, and logs what it cannot do: of each job once that its lock is lost. */
export function startWorker(queue: string, process: Processor, options: WorkerOptions, logger: Logger): Worker {
  const worker = new Worker(queue, process, options);
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
  return worker;
}
