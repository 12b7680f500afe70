import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EVENTS, eventQueueName, eventsHeardBy, QUEUES, SERVICES } from '#contracts';
import { EventPublisher, Queues } from '#messaging';
import { DeadLettersRepository, ImportsRepository, ImportTurnsRepository } from '#persistence';
import { beforeScrape, LOGGER, metrics, Remembered } from '#platform';
import type { Logger } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStalled } from '../imports/import-answer.js';

/** What was read is shown for this long, and for ten times as long as reading it took. */
const KEEP_MS = 5_000;
const TIMES = 10;
/** Prometheus waits for ten seconds. */
const PATIENCE_MS = 4_000;
/** Of the imports that should make progress, so many are looked at: those that were uploaded first. */
const MAX_IMPORTS = 500;

const BUSY = ['uploaded', 'checking', 'importing'] as const;
const OPEN = [...BUSY, 'ready'] as const;

/** Reads one kind of state. @returns a function that shows it */
type Read = () => Promise<() => void>;

/**
 * The metrics of the whole installation: queues, dead letters, outbox and imports. Nobody counts them; they are read when
 * Prometheus asks, and only by the gateway, so that more importers do not mean more queries. The gateway is there when
 * others are not, and it is ready without Redis.
 */
@Injectable()
export class StateMetrics implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly reading = new Remembered<void>((tookMs) => Math.max(KEEP_MS, TIMES * tookMs));
  private readonly sources: Record<string, Read> = {
    queues: () => this.queueStates(),
    dead_letters: () => this.letters(),
    outbox: () => this.backlogs(),
    imports: () => this.openImports(),
  };
  private stop: (() => void) | undefined;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly queues: Queues,
    private readonly publisher: EventPublisher,
    private readonly deadLetters: DeadLettersRepository,
    private readonly imports: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.stop = beforeScrape(async () => {
      const names = Object.keys(this.sources);
      await Promise.all(names.map((name) => this.reading.get(name, () => this.read(name))));
    });
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  /** What cannot be read is not shown, because an old value would look like a new one. */
  private async read(source: string): Promise<void> {
    try {
      const show = await inTime(this.sources[source]!());
      show();
      metrics.stateRead.set({ source }, 1);
    } catch (error) {
      for (const gauge of SHOWN[source]!) gauge.reset();
      metrics.stateRead.set({ source }, 0);
      this.logger.warn({ err: error, source }, 'a part of the metrics could not be read');
    }
  }

  private async queueStates(): Promise<() => void> {
    const states = await Promise.all(QUEUES.map(async (queue) => ({ queue, ...(await this.queues.state(queue)) })));
    return () => {
      for (const { queue, counts, oldest } of states) {
        for (const [state, count] of Object.entries(counts)) metrics.queueJobs.set({ queue, state }, count);
        metrics.queueOldest.set({ queue }, secondsSince(oldest));
      }
    };
  }

  private async letters(): Promise<() => void> {
    const counts = await Promise.all(
      SUBSCRIPTIONS.map(async ({ event, subscriber }) => ({
        queue: eventQueueName(event, subscriber),
        letters: await this.deadLetters.ofSubscriber(event, subscriber),
      })),
    );
    return () => {
      for (const { queue, letters } of counts) metrics.deadLetters.set({ queue }, letters);
    };
  }

  private async backlogs(): Promise<() => void> {
    const kept = SUBSCRIPTIONS.filter(({ event }) => EVENTS[event].keptBy === 'outbox');
    const backlogs = await Promise.all(
      kept.map(async (labels) => ({
        labels,
        ...(await this.publisher.backlog(labels.event, labels.subscriber)),
      })),
    );
    return () => {
      for (const { labels, waiting, oldest } of backlogs) {
        metrics.outboxEvents.set(labels, waiting);
        metrics.outboxLag.set(labels, secondsSince(oldest));
      }
    };
  }

  private async openImports(): Promise<() => void> {
    const states = await Promise.all(OPEN.map(async (status) => ({ status, ...(await this.imports.inState(status)) })));
    const busy = await this.imports.busy(BUSY, MAX_IMPORTS);
    const turns = await this.turns.ofAccounts([...new Set(busy.map(({ accountId }) => accountId))]);
    const now = new Date();
    const stalled = busy.filter((record) => isStalled(record, turns.get(record.accountId) ?? [], now));
    return () => {
      for (const { status, count, oldest } of states) {
        metrics.imports.set({ status }, count);
        metrics.importsOldest.set({ status }, secondsSince(oldest));
      }
      for (const status of BUSY)
        metrics.importsStalled.set({ status }, stalled.filter((record) => record.status === status).length);
    };
  }
}

/** The metrics of each source. */
const SHOWN: Record<string, { reset: () => void }[]> = {
  queues: [metrics.queueJobs, metrics.queueOldest],
  dead_letters: [metrics.deadLetters],
  outbox: [metrics.outboxEvents, metrics.outboxLag],
  imports: [metrics.imports, metrics.importsOldest, metrics.importsStalled],
};

/** Each event with each of its subscribers. */
const SUBSCRIPTIONS = SERVICES.flatMap((subscriber) =>
  eventsHeardBy(subscriber).map((event) => ({ event, subscriber })),
);

function secondsSince(time: Date | null): number {
  return time === null ? 0 : Math.max(0, (Date.now() - time.getTime()) / 1000);
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(PATIENCE_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`it took longer than ${PATIENCE_MS / 1000} seconds`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
