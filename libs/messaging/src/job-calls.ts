import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { JOBS, type CallQueue, type JobPayload, type JobResult } from '#contracts';
import { CONFIG, LOGGER, type Config } from '#platform';
import { Queue, QueueEvents, type Job } from 'bullmq';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { queueOptions } from './connection.js';

/**
 * Nobody answered a call in time. `begun` false: the job was taken back, and nothing will happen any more. True: it was
 * in hand already, and may still be carried out.
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
  queue: Queue;
  events: QueueEvents;
  waiting: Map<string, (result: unknown) => void>;
}

/** Jobs whose sender waits for the result. It is kept in no database: who gets no answer asks again. */
@Injectable()
export class JobCalls implements OnApplicationShutdown {
  private readonly lines = new Map<CallQueue, Line>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @returns the owner's answer
   * @throws NoAnswerError after `milliseconds`, also when Redis is away
   */
  async call<Q extends CallQueue>(name: Q, payload: JobPayload<Q>, milliseconds: number): Promise<JobResult<Q>> {
    const data = JOBS[name].payload.parse(payload);
    const line = this.line(name);
    const id = `call-${randomUUID()}`;
    let job: Promise<Job> | undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((resolve) => (timer = setTimeout(() => resolve(LATE), milliseconds)));
    const answer = new Promise<unknown>((resolve) => line.waiting.set(id, resolve));
    try {
      // Whoever does not listen yet would miss an answer that comes at once.
      if ((await Promise.race([line.events.waitUntilReady(), late])) === LATE) throw new NoAnswerError(false);
      job = line.queue.add(name, data, { jobId: id });
      const result = await Promise.race([job.then(() => answer), late]);
      if (result === LATE) throw new NoAnswerError(!(await this.takeBack(job)));
      return JOBS[name].result.parse(result) as JobResult<Q>;
    } finally {
      clearTimeout(timer);
      line.waiting.delete(id);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.lines.values()].flatMap(({ queue, events }) => [events.close(), queue.close()]));
  }

  /** Removes a job that nobody has begun. @returns false when it may have been begun, or Redis does not say */
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
      const options = queueOptions(this.config);
      const waiting: Line['waiting'] = new Map();
      const events = new QueueEvents(name, {
        connection: { url: this.config.REDIS_URL, maxRetriesPerRequest: null },
        prefix: options.prefix!,
      });
      events.on('completed', ({ jobId, returnvalue }) => waiting.get(jobId)?.(returnvalue));
      const queue = new Queue(name, options);
      const away = (error: Error) => this.logger.warn({ err: error, queue: name }, 'the queue is away');
      queue.on('error', away);
      events.on('error', away);
      line = { queue, events, waiting };
      this.lines.set(name, line);
    }
    return line;
  }
}

const LATE = Symbol('late');
const TAKE_BACK_MS = 2_000;
