import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { JOB_QUEUES } from '#contracts';
import { CONFIG, currentTraceparent, inSpan, LOGGER, type Config, type Share } from '#platform';
import { Queue, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { readClients, type Connected } from './connected.js';
import { queueOptions, shareQueueConnection } from './connection.js';
import { carrying, messageAttributes } from './job-trace.js';

/** The queues that a service adds to. Each is opened on first use. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly open = new Map<string, Queue>();
  private redis: Share<Redis> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'REDIS_URL' | 'REDIS_PREFIX'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  get(name: string): Queue {
    let queue = this.open.get(name);
    if (!queue) {
      this.redis ??= shareQueueConnection(this.config);
      queue = new Queue(name, queueOptions(this.config, this.redis.value));
      // Without a listener, an ioredis error would end the process. Whoever adds a job sees the failure anyway.
      queue.on('error', (error) => this.logger.warn({ err: error, queue: name }, 'the queue is away'));
      this.open.set(name, queue);
      this.forgetIfBroken(name, queue);
    }
    return queue;
  }

  /**
   * Adds a job or an event. Does nothing while one with this id waits or runs.
   * @param continues the `traceparent` of what it belongs to; default: what adds it
   */
  async add(queue: string, name: string, data: unknown, jobId: string, continues = currentTraceparent()): Promise<Job> {
    const add = (traceparent: string | undefined) =>
      this.get(queue).add(name, data, { jobId, ...(traceparent !== undefined && carrying(traceparent)) });
    // A sweeper adds what is usually there.
    if (continues === undefined) return add(undefined);
    const attributes = messageAttributes(queue, jobId);
    return inSpan(`send ${queue}`, { kind: 'producer', continues, attributes }, (span) =>
      add(span?.traceparent ?? continues),
    );
  }

  /**
   * BullMQ asks Redis for its version once, and a queue that got an error instead, such as BUSY, repeats that error for
   * ever. The next use opens another one.
   */
  private forgetIfBroken(name: string, queue: Queue): void {
    queue.waitUntilReady().catch(() => {
      if (this.open.get(name) === queue) this.open.delete(name);
      void queue.close().catch(() => undefined);
    });
  }

  /** How many jobs or events a queue holds, waiting or running. */
  async size(name: string): Promise<number> {
    const counts = await this.get(name).getJobCounts('waiting', 'active', 'delayed', 'prioritized');
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  /** What a queue holds, and since when the next job has waited: it was added, or its last attempt began. */
  async state(
    name: string,
  ): Promise<{ counts: Record<'waiting' | 'active' | 'delayed', number>; oldest: Date | null }> {
    const queue = this.get(name);
    const client = this.redis!.value;
    const [counts, next] = await Promise.all([
      queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized'),
      client.lindex(queue.toKey('wait'), -1),
    ]);
    const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = counts;
    const times = next === null ? [] : await client.hmget(queue.toKey(next), 'processedOn', 'timestamp');
    const since = times.find((time) => time !== null);
    return {
      counts: { waiting: waiting + prioritized, active, delayed },
      oldest: since ? new Date(Number(since)) : null,
    };
  }

  /**
   * The processes and workers that are connected to Redis now.
   * @throws when Redis does not respond, or does not let us ask
   */
  async connected(): Promise<Connected> {
    this.get(JOB_QUEUES[0]!);
    return readClients((await this.redis!.value.client('LIST')) as string, this.config.REDIS_PREFIX);
  }

  /** @throws when Redis does not respond */
  async ping(): Promise<void> {
    await this.get(JOB_QUEUES[0]!).getWaitingCount();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.open.values()].map((queue) => queue.close()));
    await this.redis?.release();
  }
}
