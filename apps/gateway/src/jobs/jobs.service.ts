import { Inject, Injectable } from '@nestjs/common';
import { jobId, type CallQueue, type JobPayload, type JobQueue } from '#contracts';
import { JobQueues } from '#messaging';
import { LOGGER } from '#platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Redis' client waits for a connection that is away. That is right for workers, and wrong for a request. */
const PATIENCE_MS = 3_000;

/** Adds the job of a record that is already stored. */
@Injectable()
export class JobsService {
  constructor(
    private readonly jobs: JobQueues,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Never fails: the record is the truth, and a sweeper makes the job of a record that has none. So the caller is told
   * that the work was taken on, which it was.
   */
  async start<Q extends Exclude<JobQueue, CallQueue>>(queue: Q, payload: JobPayload<Q>): Promise<void> {
    const added = this.jobs.add(queue, payload).catch((error: unknown) => {
      const id = jobId(queue, payload);
      this.logger.warn({ err: error, jobId: id, queue }, 'the job could not be added; the sweeper will');
    });
    await Promise.race([added, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }
}
