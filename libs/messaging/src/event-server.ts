import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { eventQueueName, EVENTS, eventsHeardBy, knownVersion, type EventName } from '#contracts';
import { withLogContext, type Config, type LogContext, type Share } from '#platform';
import { DelayedError, type Job, type Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { isObservable, lastValueFrom } from 'rxjs';
import { z } from 'zod';
import { attempt, type AttemptPolicy } from './attempt.js';
import { checkPayload } from './check-payload.js';
import { shareWorkerConnection, workerOptions } from './connection.js';
import type { CrashWatch } from './crash-watch.js';
import { EventContext } from './event-context.js';
import { NEWER_VERSION } from './event-publisher.js';
import { OutboxSweeper, type OutboxSweeperOptions } from './outbox-sweeper.js';
import { reasonOf } from './reason.js';
import { startWorker } from './start-worker.js';

/** What Redis holds for an event that is stored in the outbox. */
const outboxReferenceSchema = z.object({ outboxId: z.uuid() });
/** The version in an event that its sender keeps; the payload is checked later. */
const versionSchema = z.looseObject({ version: z.int().positive().default(1) });
/** The ids for log lines about an event. */
const idsSchema = z.object({
  organisationId: z.string().optional(),
  importId: z.string().optional(),
  batch: z.number().optional(),
});

export interface EventServerOptions extends OutboxSweeperOptions {
  config: Pick<Config, 'REDIS_URL' | 'REDIS_PREFIX' | 'ATTEMPTS' | 'BACKOFF_MS' | 'JOB_LOCK_SECONDS' | 'EVENT_SECONDS'>;
  concurrency: number;
  crashes: CrashWatch;
  /** Whether the event's work was done before, so that an event that would be given up is acknowledged instead. */
  isDone?: (event: EventName, payload: unknown) => Promise<boolean>;
  /** Called after an event became a dead letter, so that the service can record the gap. If it fails, it is retried. */
  onDeadLetter?: (event: EventName, payload: unknown, reason: string) => Promise<void>;
}

/**
 * A transport of `@nestjs/microservices` over BullMQ: `@EventPattern('ContactUpserted')` receives from the durable
 * queue of (event, this service). An event is acknowledged when its handler succeeds. When the handler throws, the
 * event is retried with backoff, and after `ATTEMPTS` attempts it becomes a dead letter. An attempt that neither
 * ends nor progresses for `EVENT_SECONDS` has failed. An event that ends its process becomes a dead letter too ({@link CrashWatch}). While
 * a dependency is down, the event waits and no attempt is counted. An event of a version newer than this build knows is
 * kept aside, also without counting an attempt. It stays in the outbox (or in Redis, where the sender keeps it) and is
 * handled once a build that knows the version runs.
 */
export class EventServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly workers: Worker[] = [];
  private redis: Share<Redis> | undefined;
  private readonly sweep: OutboxSweeper;

  constructor(private readonly options: EventServerOptions) {
    super();
    this.sweep = new OutboxSweeper(options);
  }

  /**
   * Starts receiving. Throws at boot when a subscription has no handler or two handlers, or a handler has no
   * subscription.
   */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      this.checkHandlers();
      this.redis = shareWorkerConnection(this.options.config);
      for (const event of eventsHeardBy(this.options.service)) this.workers.push(await this.work(event));
      this.sweep.start();
      this.sweep.startRound();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Stops receiving and waits for the events being handled. */
  async close(): Promise<void> {
    await this.sweep.stop();
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.redis?.release();
  }

  override on(): never {
    throw new Error('EventServer has no events of its own to listen to');
  }

  override unwrap<T>(): T {
    return this.workers as T;
  }

  private checkHandlers(): void {
    const { service } = this.options;
    const subscribed = new Set<string>(eventsHeardBy(service));
    for (const [pattern, handler] of this.messageHandlers) {
      if (!handler.isEventHandler) throw new Error(`${service} answers to '${pattern}', but only events travel here`);
      if (!subscribed.has(pattern))
        throw new Error(`${service} handles '${pattern}' without being one of its subscribers in the contracts`);
      if (handler.next) throw new Error(`${service} handles '${pattern}' in two places`);
      subscribed.delete(pattern);
    }
    if (subscribed.size > 0)
      throw new Error(`${service} subscribes to ${[...subscribed].join(', ')} but does not handle it`);
  }

  private work(event: EventName): Promise<Worker> {
    const { config, concurrency, logger, service } = this.options;
    const queue = eventQueueName(event, service);
    const handler = this.messageHandlers.get(event)!;
    const options = workerOptions(config, concurrency, this.redis!.value);
    return startWorker(queue, (job, token) => this.receive(event, handler, job, token), options, logger);
  }

  private receive(event: EventName, handler: MessageHandler, job: Job, token: string | undefined): Promise<void> {
    const { config, crashes, logger } = this.options;
    const policy: AttemptPolicy = {
      attempts: config.ATTEMPTS,
      logger,
      verdict: () => crashes.eventVerdict(job),
      giveUp: (error, attempts) => this.bury(event, job, error, attempts),
    };
    return withLogContext({ event, jobId: job.id ?? '' }, () =>
      attempt(job, token, policy, () =>
        crashes.handleEvent(job, (progressed) => this.handle(event, handler, job, token, progressed)),
      ),
    );
  }

  private async handle(
    event: EventName,
    handler: MessageHandler,
    job: Job,
    token: string | undefined,
    progressed: () => void,
  ): Promise<void> {
    const found = await this.load(event, job);
    // No longer in the outbox: it was already handled, and this is a redelivery.
    if (found === null) return;
    if (found.version > knownVersion(event)) return this.keepAside(event, job, token, found.version);
    const payload = checkPayload(event, found.payload);
    await withLogContext(idsOf(payload), () =>
      within(this.options.config.EVENT_SECONDS, (restart) => {
        const hasProgressed = () => {
          restart();
          progressed();
        };
        return settled(handler, payload, new EventContext([event, job.id ?? ''], hasProgressed));
      }),
    );
    await this.acknowledge(event, job);
  }

  private async load(event: EventName, job: Job): Promise<{ payload: unknown; version: number } | null> {
    if (EVENTS[event].keptBy === 'outbox') return this.options.outbox.read(outboxIdOf(job), this.options.service);
    const { version, ...payload } = versionSchema.parse(job.data);
    return { payload, version };
  }

  /**
   * An event of the outbox stays there, and the sweeper ignores it. An event that its sender keeps is checked again
   * later.
   */
  private async keepAside(event: EventName, job: Job, token: string | undefined, version: number): Promise<void> {
    const known = knownVersion(event);
    this.options.logger.warn(
      { reason: NEWER_VERSION, version, known },
      'an event waits until this service is upgraded',
    );
    if (EVENTS[event].keptBy === 'outbox') return;
    await job.moveToDelayed(Date.now() + this.options.sweepSeconds * 1000, token);
    throw new DelayedError();
  }

  private async acknowledge(event: EventName, job: Job): Promise<void> {
    if (EVENTS[event].keptBy === 'outbox') await this.options.outbox.done(outboxIdOf(job), this.options.service);
  }

  private async bury(event: EventName, job: Job, error: unknown, attempts: number): Promise<void> {
    const { isDone, onDeadLetter, publisher, service } = this.options;
    // An event that its sender keeps is stored unchanged, because even its version may be invalid.
    const isKeptHere = EVENTS[event].keptBy === 'outbox';
    const found = isKeptHere ? await this.load(event, job) : { payload: job.data as unknown };
    if (found === null) return;
    const { payload } = found;
    if (await isDone?.(event, payload)) return this.acknowledge(event, job);
    const reason = reasonOf(error);
    await publisher.bury({ event, subscriber: service, deliveryId: job.id ?? '', payload, reason, attempts });
    await onDeadLetter?.(event, payload, reason);
    await this.acknowledge(event, job);
  }
}

function outboxIdOf(job: Job): string {
  return outboxReferenceSchema.parse(job.data).outboxId;
}

function idsOf(payload: unknown): LogContext {
  const ids = idsSchema.safeParse(payload).data ?? {};
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
}

/** Nest returns a value, a promise or a stream. The handler has succeeded only when that completes. */
async function settled(handler: MessageHandler, payload: unknown, context: EventContext): Promise<void> {
  const result: unknown = await handler(payload, context);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

/**
 * Waits for work, but not for ever: it fails when it neither ends nor progresses for so long. Work that takes too long
 * goes on, as that of a paused process does, and what it still writes must do no harm. Its place is free again.
 */
async function within(seconds: number, work: (restart: () => void) => Promise<void>): Promise<void> {
  let fail: (error: Error) => void;
  const limit = new Promise<never>((_, reject) => (fail = reject));
  const timer = setTimeout(() => fail(new Error(`handling it did not end within ${seconds} seconds`)), seconds * 1000);
  try {
    await Promise.race([work(() => timer.refresh()), limit]);
  } finally {
    clearTimeout(timer);
  }
}
