import { Injectable } from '@nestjs/common';
import { jobId, JOBS, type CallQueue, type JobPayload, type JobQueue } from '#contracts';
import { Queues } from './queues.js';

/** Adds jobs without waiting for a result. A job has one owner, and its state is in the database. */
@Injectable()
export class JobQueues {
  constructor(private readonly queues: Queues) {}

  /**
   * Does nothing while the same job waits or runs (contracts, `id`).
   * @param continues the `traceparent` of what the job belongs to; default: what adds it
   */
  async add<Q extends Exclude<JobQueue, CallQueue>>(
    queue: Q,
    payload: JobPayload<Q>,
    continues?: string,
  ): Promise<void> {
    const data = JOBS[queue].payload.parse(payload) as JobPayload<Q>;
    const { organisationId } = data as { organisationId: string };
    await this.queues.add(queue, queue, data, jobId(queue, data), { organisationId, continues });
  }
}
