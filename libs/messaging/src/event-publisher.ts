import { Inject, Injectable } from '@nestjs/common';
import {
  eventQueueName,
  EVENTS,
  idSchema,
  knownVersion,
  subscribersOf,
  type EventName,
  type EventPayload,
  type ServiceName,
} from '#contracts';
import { DeadLettersRepository, OutboxRepository, WantedEvents } from '#persistence';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { z } from 'zod';
import { checkPayload } from './check-payload.js';
import { Queues } from './queues.js';

/** An event that its subscriber gave up on: the event as received, and the reason. */
export interface GivenUpEvent {
  event: EventName;
  subscriber: ServiceName;
  deliveryId: string;
  payload: unknown;
  reason: string;
  attempts: number;
}

/** The reason in logs and responses when an event is kept aside. */
export const NEWER_VERSION = 'newer_version';

/** Events that a subscriber cannot handle until it is upgraded. */
export interface KeptAside {
  reason: typeof NEWER_VERSION;
  version: number;
  events: number;
}

/** The events that the outbox stores until every subscriber has handled them. */
export type OutboxEvent = {
  [E in EventName]: (typeof EVENTS)[E]['keptBy'] extends 'outbox' ? E : never;
}[EventName];

/** The ids to read from an event whose payload may be invalid. */
const idsSchema = z.object({
  organisationId: idSchema.nullable().catch(null),
  importId: idSchema.nullable().catch(null),
  batch: z.int().nonnegative().nullable().catch(null),
});
const NO_IDS = { organisationId: null, importId: null, batch: null };

/**
 * Publishes events. Each (event, subscriber) has its own durable queue, so that every subscriber receives the event
 * even if it is down now.
 */
@Injectable()
export class EventPublisher {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly queues: Queues,
    private readonly outbox: OutboxRepository,
    private readonly deadLetters: DeadLettersRepository,
    private readonly wanted: WantedEvents,
  ) {}

  /**
   * Resolves when the event cannot be lost any more: it is in the outbox, or, where the sender keeps it (contracts,
   * `keptBy`), in Redis for every subscriber.
   * @param id while an event with this id waits, publishing it again does nothing. A subscriber can use it to recognise
   *   a redelivery. It must be a UUID for events of the outbox; for others it must not contain a colon or be all
   *   digits.
   * @throws when the payload does not match its contract, or the event could not be stored
   */
  async publish<E extends EventName>(event: E, payload: EventPayload<E>, id?: string): Promise<void> {
    const { version, keptBy } = EVENTS[event];
    const data = checkPayload(event, payload);
    if (keptBy === 'outbox') {
      const subscribers = await this.wanted.listeners(event, data.organisationId);
      if (subscribers.length > 0) await this.store(event, data, subscribers, id);
      return;
    }
    for (const subscriber of subscribersOf(event)) await this.send(event, subscriber, { ...data, version }, id);
  }

  /**
   * Publishes an event for one subscriber only, as part of a replay.
   * @returns its id in the outbox, where it stays until the subscriber has handled it
   */
  async publishTo<E extends OutboxEvent>(subscriber: ServiceName, event: E, payload: EventPayload<E>): Promise<string> {
    return this.store(event, checkPayload(event, payload), [subscriber]);
  }

  private async store(
    event: EventName,
    payload: unknown,
    subscribers: readonly ServiceName[],
    id?: string,
  ): Promise<string> {
    const stored = await this.outbox.add(event, payload, EVENTS[event].version, subscribers, id);
    for (const subscriber of subscribers) await this.tell(event, subscriber, stored);
    return stored;
  }

  /**
   * Adds the reference to an event in the outbox to the subscriber's queue again. If it is still there, this does
   * nothing.
   */
  async remind(event: EventName, subscriber: ServiceName, id: string): Promise<void> {
    await this.send(event, subscriber, { outboxId: id }, id);
  }

  /** Stores an event that its subscriber could not handle as a dead letter. Idempotent for each delivery. */
  async bury({ payload, ...letter }: GivenUpEvent): Promise<void> {
    await this.deadLetters.bury({
      ...letter,
      ...(idsSchema.safeParse(payload).data ?? NO_IDS),
      payload: EVENTS[letter.event].keptBy === 'outbox' ? JSON.stringify(payload) : null,
      failedAt: new Date(),
    });
  }

  /** Sends an event that one subscriber had given up on to that subscriber again. Does not validate the payload. */
  async replay(event: EventName, subscriber: ServiceName, payload: unknown): Promise<void> {
    await this.store(event, payload, [subscriber]);
  }

  /** How many events of the outbox wait for a subscriber, and the time of the oldest. */
  backlog(event: EventName, subscriber: ServiceName): Promise<{ waiting: number; oldest: Date | null }> {
    return this.outbox.backlog(event, subscriber);
  }

  /**
   * Events in versions that the subscriber does not know yet, as far as this build knows. They wait for its upgrade.
   */
  async keptAside(event: EventName, subscriber: ServiceName): Promise<KeptAside[]> {
    const versions = await this.outbox.newerVersions(event, subscriber, knownVersion(event));
    return versions.map((found) => ({ reason: NEWER_VERSION, ...found }));
  }

  /** How many events Redis holds for a subscriber, waiting or being handled. */
  queued(event: EventName, subscriber: ServiceName): Promise<number> {
    return this.queues.size(eventQueueName(event, subscriber));
  }

  /** A failure of Redis is not an error here: the sweeper finds the event in the outbox. */
  private async tell(event: EventName, subscriber: ServiceName, stored: string): Promise<void> {
    await this.remind(event, subscriber, stored).catch((error: unknown) =>
      this.logger.warn({ err: error, event }, 'the event waits in the outbox'),
    );
  }

  private async send(event: EventName, subscriber: ServiceName, data: unknown, id: string | undefined): Promise<void> {
    await this.queues.get(eventQueueName(event, subscriber)).add(event, data, id === undefined ? {} : { jobId: id });
  }
}
