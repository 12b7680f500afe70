import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { JOBS, type JobPayload, type JobQueue } from '#contracts';
import { CONFIG, LOGGER, type Config } from '#platform';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { queueOptions } from './connection.js';

/** The one way to add jobs. A job has one owner; its state lives in the database. */
@Injectable()
export class JobQueues implements OnApplicationShutdown {
  private readonly queues = new Map<JobQueue, Queue>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param id while a job of this id waits or runs, adding it again adds nothing. Not all digits and without a colon.
   */
  async add<Q extends JobQueue>(queue: Q, payload: JobPayload<Q>, id: string): Promise<void> {
    await this.queue(queue).add(queue, JOBS[queue].payload.parse(payload), { jobId: id });
  }

  /** How many jobs wait or run. */
  async size(queue: JobQueue): Promise<number> {
    const counts = await this.queue(queue).getJobCounts('waiting', 'active', 'delayed', 'prioritized');
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private queue(name: JobQueue): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, queueOptions(this.config));
      queue.on('error', (error) => this.logger.warn({ err: error, queue: name }, 'the queue is away'));
      this.queues.set(name, queue);
    }
    return queue;
  }
}
