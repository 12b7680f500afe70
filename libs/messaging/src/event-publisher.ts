import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  deadLetterQueueName,
  eventQueueName,
  EVENTS,
  type EventName,
  type EventPayload,
  type ServiceName,
} from '#contracts';
import { CONFIG, LOGGER, type Config } from '#platform';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { queueOptions } from './connection.js';

/** What lies in a dead-letter queue: the event as it came, and why it was given up. */
export interface DeadLetter {
  event: EventName;
  subscriber: ServiceName;
  payload: unknown;
  reason: string;
  attempts: number;
  failedAt: string;
}

/**
 * The one way to publish events. Each (event, subscriber) has a durable queue of its own; an event is added to each,
 * whether or not the subscriber is up.
 */
@Injectable()
export class EventPublisher implements OnApplicationShutdown {
  private readonly queues = new Map<string, Queue>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves when Redis has the event for every subscriber.
   * @param id tells one event from another of the same kind: while it still waits, publishing it again adds nothing.
   *   Not all digits and without a colon.
   * @throws when the payload does not fit its contract, or Redis does not take it
   */
  async publish<E extends EventName>(event: E, payload: EventPayload<E>, id?: string): Promise<void> {
    const { payload: schema, subscribers } = EVENTS[event];
    const data = schema.parse(payload);
    for (const subscriber of subscribers) {
      await this.queue(eventQueueName(event, subscriber)).add(event, data, id === undefined ? {} : { jobId: id });
    }
  }

  /** Puts an event that its subscriber could not handle aside. Doing it again for the same `id` adds nothing. */
  async bury(letter: DeadLetter, id: string): Promise<void> {
    const queue = this.queue(deadLetterQueueName(letter.event, letter.subscriber));
    await queue.add(letter.event, letter, { jobId: `dead-${id}` });
  }

  /** How many events wait for a subscriber, and since when the oldest does (ISO 8601). */
  async backlog(event: EventName, subscriber: ServiceName): Promise<{ waiting: number; oldest: Date | null }> {
    const queue = this.queue(eventQueueName(event, subscriber));
    const states = ['waiting', 'active', 'delayed', 'prioritized'] as const;
    const counts = await queue.getJobCounts(...states);
    const waiting = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const [first] = waiting > 0 ? await queue.getJobs([...states], 0, 0, true) : [];
    return { waiting, oldest: first ? new Date(first.timestamp) : null };
  }

  /** How many events a subscriber has in its dead-letter queue. */
  deadLetters(event: EventName, subscriber: ServiceName): Promise<number> {
    return this.queue(deadLetterQueueName(event, subscriber)).getWaitingCount();
  }

  /** Throws when Redis does not answer. */
  async ping(): Promise<void> {
    await this.queue(eventQueueName('ContactUpserted', 'contacts')).getWaitingCount();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, queueOptions(this.config));
      // Without a listener an ioredis error ends the process. Whoever publishes sees the failure anyway.
      queue.on('error', (error) => this.logger.warn({ err: error, queue: name }, 'the queue is away'));
      this.queues.set(name, queue);
    }
    return queue;
  }
}
