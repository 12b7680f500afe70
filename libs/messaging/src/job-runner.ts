import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { JOBS, jobsOf, type JobQueue, type ServiceName } from '#contracts';
import { CONFIG, LOGGER, SERVICE, withLogContext, type Config, type LogContext, type Share } from '#platform';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { attempt, ReleasedError } from './attempt.js';
import { shareWorkerConnection, workerOptions } from './connection.js';
import { CrashWatch } from './crash-watch.js';
import { HANDLES_JOBS, methodsOf, type JobContext } from './job-handlers.js';
import { Queues } from './queues.js';
import { startWorker } from './start-worker.js';
import { Turns } from './turns.js';

/**
 * Runs the jobs that its service owns. It takes them from their queues, parses them by their schema and passes them to
 * the class with `@JobHandlers`. Each log line has the ids of the job. Failed jobs are retried, and running jobs are
 * returned to the queue when the service stops.
 */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly workers: Worker[] = [];
  private readonly turns: Turns[] = [];
  private redis: Share<Redis> | undefined;
  private readonly afterwards = new WeakMap<Job, () => Promise<void>>();

  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly discovery: DiscoveryService,
    private readonly crashes: CrashWatch,
    private readonly queues: Queues,
  ) {}

  /** Throws when the service has no class for its jobs, more than one, or that of another service. */
  async onApplicationBootstrap(): Promise<void> {
    const queues = jobsOf(this.service);
    const found = this.discovery.getProviders({ metadataKey: HANDLES_JOBS.KEY });
    for (const wrapper of found) {
      const { service } = this.discovery.getMetadataByDecorator(HANDLES_JOBS, wrapper)!;
      if (service !== this.service) throw new Error(`${this.service} has the class for the jobs of ${service}`);
    }
    if (found.length > 1) throw new Error(`${this.service} has two classes for its jobs`);
    if (queues.length === 0) return;
    const [wrapper] = found;
    if (!wrapper) throw new Error(`${this.service} owns the jobs ${queues.join(', ')} but does not handle them`);
    this.redis = shareWorkerConnection(this.config);
    const { concurrency } = this.discovery.getMetadataByDecorator(HANDLES_JOBS, wrapper)!;
    for (const queue of queues)
      this.workers.push(await this.work(queue, wrapper.instance as object, concurrency(this.config)));
  }

  /** Stops taking jobs and returns the running ones to their queues, before queues and databases close. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new ReleasedError('the service stops'));
    await Promise.all(this.turns.map((turns) => turns.stop()));
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.redis?.release();
  }

  private async work(queue: JobQueue, handlers: object, concurrency: number): Promise<Worker> {
    const { config, logger, queues } = this;
    const options = workerOptions(config, concurrency, this.redis!.value);
    const turns = new Turns({ queue, concurrency, queues, config, logger });
    this.turns.push(turns);
    turns.start();
    const handle = (job: Job, token: string | undefined) => this.handle(queue, handlers, turns, job, token);
    const worker = await startWorker(queue, handle, options, logger);
    worker.on('completed', (job) => {
      this.afterwards
        .get(job)?.()
        .catch((error: unknown) => {
          logger.warn({ err: error, jobId: job.id }, 'the work after the job failed');
        });
    });
    return worker;
  }

  private async handle(
    queue: JobQueue,
    handlers: object,
    turns: Turns,
    job: Job,
    token: string | undefined,
  ): Promise<unknown> {
    const { on, giveUp } = methodsOf(handlers, queue);
    const { payload: schema } = JOBS[queue];
    const { config, logger } = this;
    let answer: unknown;
    const policy = {
      attempts: config.ATTEMPTS,
      logger,
      verdict: () => this.crashes.jobVerdict(job),
      giveUp: async () => {
        const payload = schema.safeParse(job.data);
        if (payload.success) answer = await giveUp(payload.data);
      },
    };
    const context: Omit<JobContext, 'signal'> = {
      jobId: job.id ?? '',
      progressed: () => this.crashes.progressed(job),
      onceGone: (work) => this.afterwards.set(job, work),
    };
    await withLogContext({ ...idsOf(job.data), jobId: job.id ?? '' }, () =>
      attempt(job, token, policy, () =>
        this.crashes.runJob(job, async () => {
          const payload = schema.parse(job.data);
          const work = (signal: AbortSignal) => on(payload, { ...context, signal });
          answer = await turns.run(job, payload, this.stopping.signal, work);
        }),
      ),
    );
    return answer;
  }
}

/** The ids for log lines about a job. */
function idsOf(data: unknown): LogContext {
  return Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => name.endsWith('Id')) as [string, string][]);
}
