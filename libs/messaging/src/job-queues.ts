import { Injectable } from '@nestjs/common';
import { jobId, JOBS, type CallQueue, type JobPayload, type JobQueue } from '#contracts';
import { Queues } from './queues.js';

/** The one way to add jobs that nobody waits for. A job has one owner; its state lives in the database. */
@Injectable()
export class JobQueues {
  constructor(private readonly queues: Queues) {}

  /** While the same job waits or runs, this adds nothing (contracts, `id`). */
  async add<Q extends Exclude<JobQueue, CallQueue>>(queue: Q, payload: JobPayload<Q>): Promise<void> {
    const data = JOBS[queue].payload.parse(payload) as JobPayload<Q>;
    await this.queues.get(queue).add(queue, data, { jobId: jobId(queue, data) });
  }
}
