import { Inject, Injectable } from '@nestjs/common';
import { jobId, type CallQueue, type JobPayload, type JobQueue } from '#contracts';
import { JobQueues } from '#messaging';
import { LOGGER } from '#platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** The Redis client waits until Redis is available. That is right for workers, but too long for a request. */
const PATIENCE_MS = 3_000;

/** Adds jobs for records that are already stored. */
@Injectable()
export class JobsService {
  constructor(
    private readonly jobs: JobQueues,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Never fails: the record is stored, and a sweeper adds the job of a record that has none. So the request is accepted
   * even when Redis is unavailable.
   * @param continues the `traceparent` of what the job belongs to; default: the request
   */
  async start<Q extends Exclude<JobQueue, CallQueue>>(
    queue: Q,
    payload: JobPayload<Q>,
    continues?: string,
  ): Promise<void> {
    const added = this.jobs.add(queue, payload, continues).catch((error: unknown) => {
      const id = jobId(queue, payload);
      this.logger.warn({ err: error, jobId: id, queue }, 'the job could not be added; the sweeper will');
    });
    await Promise.race([added, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }
}
