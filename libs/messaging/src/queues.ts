import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { JOB_QUEUES } from '#contracts';
import { CONFIG, currentTraceparent, inSpan, LOGGER, type Config, type Share } from '#platform';
import { Queue, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { readClients, type Connected } from './connected.js';
import { closeOrGiveUp, queueOptions, shareQueueConnection } from './connection.js';
import { drawPlace } from './fair-place.js';
import { carrying, messageAttributes } from './job-trace.js';

/** So many of the next jobs of a queue are looked at. As organisations take turns, each that waits has one among them. */
const NEXT_JOBS = 100;

/** Whom a job or an event belongs to. */
interface Belonging {
  /** The organisation whose share of the queue it uses; those without one have a share together. */
  organisationId: string | undefined;
  /** The `traceparent` of what it continues; default: what adds it. */
  continues?: string;
}

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
   * Adds a job or an event. Does nothing while one with this id waits or runs. The organisations whose jobs wait are
   * served in turn ({@link drawPlace}).
   */
  async add(
    queue: string,
    name: string,
    data: unknown,
    jobId: string,
    { organisationId, continues = currentTraceparent() }: Belonging,
  ): Promise<Job> {
    const add = async (traceparent: string | undefined) => {
      const to = this.get(queue);
      const priority = await drawPlace(this.redis!.value, to, { organisationId, jobId });
      return to.add(name, data, { jobId, priority, ...(traceparent !== undefined && carrying(traceparent)) });
    };
    // A sweeper adds what is usually there.
    if (continues === undefined) return add(undefined);
    const attributes = messageAttributes(queue, jobId);
    return inSpan(`send ${queue}`, { kind: 'producer', continues, attributes }, (span) =>
      add(span?.traceparent ?? continues),
    );
  }

  /** Puts a running job that will be run again behind the others of its organisation. */
  async toTheEnd(job: Job, organisationId: string): Promise<void> {
    const queue = this.get(job.queueName);
    const placed = { organisationId, jobId: job.id!, isAgain: true };
    await job.changePriority({ priority: await drawPlace(this.redis!.value, queue, placed) });
  }

  /** The organisations whose jobs wait and could begin now. */
  async waitingOrganisations(name: string): Promise<Set<string>> {
    const queue = this.get(name);
    // One that was taken meanwhile is undefined.
    type Waiting = (Job<{ organisationId?: string }> | undefined)[];
    const jobs = (await queue.getJobs(['wait', 'prioritized'], 0, NEXT_JOBS - 1, true)) as Waiting;
    return new Set(jobs.flatMap((job) => job?.data.organisationId ?? []));
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

  /**
   * What a queue holds, and since when the oldest of the next jobs has waited: it was added, or its last attempt began.
   * The next jobs are those of all organisations that wait.
   */
  async state(
    name: string,
  ): Promise<{ counts: Record<'waiting' | 'active' | 'delayed', number>; oldest: Date | null }> {
    const queue = this.get(name);
    const client = this.redis!.value;
    const [counts, first, others] = await Promise.all([
      queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized'),
      client.lindex(queue.toKey('wait'), -1),
      client.zrange(queue.toKey('prioritized'), 0, String(NEXT_JOBS - 1)),
    ]);
    const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = counts;
    const next = first === null ? others : [first, ...others];
    const times = await Promise.all(next.map((id) => client.hmget(queue.toKey(id), 'processedOn', 'timestamp')));
    const since = times.map((of) => Number(of.find((time) => time !== null))).filter((time) => time > 0);
    return {
      counts: { waiting: waiting + prioritized, active, delayed },
      oldest: since.length > 0 ? new Date(Math.min(...since)) : null,
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
    if (!this.redis) return;
    const { value, release } = this.redis;
    await Promise.all([...this.open.values()].map((queue) => closeOrGiveUp(value, () => queue.close())));
    await release();
  }
}
