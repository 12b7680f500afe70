import { Inject, Injectable } from '@nestjs/common';
import { jobId, type CallQueue, type JobPayload, type JobQueue } from '#contracts';
import { JobQueues } from '#messaging';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { withinTime } from './within-time.js';

const TIMEOUT_MS = 3_000;

/** Adds the job of a record that is already stored. */
@Injectable()
export class JobStarter {
  constructor(
    private readonly jobs: JobQueues,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Never fails: the record is the truth, and a sweeper makes the job of a record that has none. So the caller is told
   * that the work was taken on, which it was.
   */
  async start<Q extends Exclude<JobQueue, CallQueue>>(queue: Q, payload: JobPayload<Q>): Promise<void> {
    try {
      await withinTime(this.jobs.add(queue, payload), TIMEOUT_MS);
    } catch (error) {
      this.logger.warn(
        { err: error, jobId: jobId(queue, payload), queue },
        'the job could not be added; the sweeper will',
      );
    }
  }
}
