import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { jobId, JOBS, type CallQueue, type JobAnswer, type JobPayload } from '#contracts';
import { CONFIG, LOGGER, type Config, type Share } from '#platform';
import { QueueEvents, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { closeOrGiveUp, shareWorkerConnection } from './connection.js';
import { Queues } from './queues.js';

/**
 * A call got no answer in time. `begun` false: the job was removed and will not run. True: it had started, and may
 * still complete.
 */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';

  constructor(
    readonly begun: boolean,
    options?: ErrorOptions,
  ) {
    super(begun ? 'the job was begun but not finished in time' : 'nobody took the job in time', options);
  }
}

interface Line {
  events: QueueEvents;
  waiting: Map<string, (answer: unknown) => void>;
}

/** Adds jobs whose caller waits for the answer. */
@Injectable()
export class JobCalls implements OnApplicationShutdown {
  private readonly lines = new Map<CallQueue, Line>();
  /** Each line makes another one of it, on which it waits. */
  private redis: Share<Redis> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly queues: Queues,
  ) {}

  /**
   * @returns the owner's answer
   * @throws NoAnswerError after the call's timeout (contracts, `timeoutMs`), also when Redis is down
   */
  async call<Q extends CallQueue>(name: Q, payload: JobPayload<Q>): Promise<JobAnswer<Q>> {
    const contract = JOBS[name];
    const data = contract.payload.parse(payload) as JobPayload<Q>;
    const { organisationId } = data as { organisationId: string };
    const line = this.line(name);
    const id = jobId(name, data);
    let job: Promise<Job> | undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(() => resolve(LATE), contract.timeoutMs(this.config));
    });
    const answer = new Promise<unknown>((resolve) => line.waiting.set(id, resolve));
    try {
      // Subscribe first: otherwise a fast answer would be missed.
      if ((await Promise.race([line.events.waitUntilReady(), late])) === LATE) throw new NoAnswerError(false);
      job = this.queues.add(name, name, data, id, { organisationId });
      const result = await Promise.race([job.then(() => answer), late]);
      if (result === LATE) throw new NoAnswerError(!(await this.takeBack(job)));
      return contract.answer.parse(result) as JobAnswer<Q>;
    } finally {
      clearTimeout(timer);
      line.waiting.delete(id);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.redis) return;
    const { value, release } = this.redis;
    await Promise.all([...this.lines.values()].map(({ events }) => closeOrGiveUp(value, () => events.close())));
    await release();
  }

  /** Removes a job that has not started. @returns false when it may have started, or Redis does not respond */
  private async takeBack(job: Promise<Job>): Promise<boolean> {
    const removal = job
      .then((added) => added.remove())
      .then(
        () => true,
        () => false,
      );
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TAKE_BACK_MS));
    return Promise.race([removal, patience]);
  }

  private line(name: CallQueue): Line {
    let line = this.lines.get(name);
    if (!line) {
      const waiting: Line['waiting'] = new Map();
      this.redis ??= shareWorkerConnection(this.config);
      const events = new QueueEvents(name, {
        connection: this.redis.value,
        prefix: this.config.REDIS_PREFIX,
      });
      events.on('completed', ({ jobId, returnvalue }) => waiting.get(jobId)?.(returnvalue));
      events.on('error', (error) => this.logger.warn({ err: error, queue: name }, 'the queue is away'));
      line = { events, waiting };
      this.lines.set(name, line);
    }
    return line;
  }
}

const LATE = Symbol('late');
const TAKE_BACK_MS = 2_000;
