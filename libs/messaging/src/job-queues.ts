import { Injectable } from '@nestjs/common';
import { jobId, JOBS, type CallQueue, type JobPayload, type JobQueue } from '#contracts';
import { Queues } from './queues.js';

/** Adds jobs without waiting for a result. A job has one owner, and its state is in the database. */
@Injectable()
export class JobQueues {
  constructor(private readonly queues: Queues) {}

  /** Does nothing while the same job waits or runs (contracts, `id`). */
  async add<Q extends Exclude<JobQueue, CallQueue>>(queue: Q, payload: JobPayload<Q>): Promise<void> {
    const data = JOBS[queue].payload.parse(payload) as JobPayload<Q>;
    await this.queues.get(queue).add(queue, data, { jobId: jobId(queue, data) });
  }
}
