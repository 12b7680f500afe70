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

/** An event that its subscriber gave up: as it came, and why. */
export interface GivenUpEvent {
  event: EventName;
  subscriber: ServiceName;
  deliveryId: string;
  payload: unknown;
  reason: string;
  attempts: number;
}

/** Why an event is kept aside, in logs and answers. */
export const NEWER_VERSION = 'newer_version';

/** Events that a subscriber cannot understand before it is upgraded. */
export interface KeptAside {
  reason: typeof NEWER_VERSION;
  version: number;
  events: number;
}

/** The events that the outbox keeps until every subscriber has handled them. */
export type OutboxEvent = {
  [E in EventName]: (typeof EVENTS)[E]['keptBy'] extends 'outbox' ? E : never;
}[EventName];

/** Of an event that may be wrong in everything, what is needed to tell whose it is. */
const idsSchema = z.object({
  organisationId: idSchema.nullable().catch(null),
  importId: idSchema.nullable().catch(null),
  batch: z.int().nonnegative().nullable().catch(null),
});
const NO_IDS = { organisationId: null, importId: null, batch: null };

/**
 * The one way to publish events. Each (event, subscriber) has a durable queue of its own, and an event reaches each of
 * them, whether or not the subscriber is up.
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
   * Resolves when the event cannot be lost any more: it is in the outbox, or in Redis for every subscriber where the
   * sender itself keeps it (contracts, `keptBy`).
   * @param id while an event of this id still waits, publishing it again adds nothing; a subscriber that acts on each
   *   delivery can tell by it that it has seen the event. For events of the outbox a UUID, else without a colon and not
   *   all digits.
   * @throws when the payload does not fit its contract, or the event could not be stored
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
   * Publishes an event for one subscriber alone, for whom it is said again.
   * @returns its id in the outbox, where it waits until the subscriber has handled it
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

  /** Tells a subscriber of an event in the outbox. Telling it again while it waits in Redis adds nothing. */
  async remind(event: EventName, subscriber: ServiceName, id: string): Promise<void> {
    await this.send(event, subscriber, { outboxId: id }, id);
  }

  /** Puts an event that its subscriber could not handle aside. Doing it again for the same delivery adds nothing. */
  async bury({ payload, ...letter }: GivenUpEvent): Promise<void> {
    await this.deadLetters.bury({
      ...letter,
      ...(idsSchema.safeParse(payload).data ?? NO_IDS),
      payload: EVENTS[letter.event].keptBy === 'outbox' ? JSON.stringify(payload) : null,
      failedAt: new Date(),
    });
  }

  /** Gives one subscriber an event of the outbox again that it had given up, whatever the event looks like. */
  async replay(event: EventName, subscriber: ServiceName, payload: unknown): Promise<void> {
    await this.store(event, payload, [subscriber]);
  }

  /** How many events of the outbox wait for a subscriber, and since when the oldest does. */
  backlog(event: EventName, subscriber: ServiceName): Promise<{ waiting: number; oldest: Date | null }> {
    return this.outbox.backlog(event, subscriber);
  }

  /** Events of versions that the subscriber does not know yet, as far as this build can tell. They wait for its upgrade. */
  async keptAside(event: EventName, subscriber: ServiceName): Promise<KeptAside[]> {
    const versions = await this.outbox.newerVersions(event, subscriber, knownVersion(event));
    return versions.map((found) => ({ reason: NEWER_VERSION, ...found }));
  }

  /** How many events Redis holds for a subscriber, waiting or in hand. */
  queued(event: EventName, subscriber: ServiceName): Promise<number> {
    return this.queues.size(eventQueueName(event, subscriber));
  }

  /** Should Redis be away, the subscriber finds the event in the outbox. */
  private async tell(event: EventName, subscriber: ServiceName, stored: string): Promise<void> {
    await this.remind(event, subscriber, stored).catch((error: unknown) =>
      this.logger.warn({ err: error, event }, 'the event waits in the outbox'),
    );
  }

  private async send(event: EventName, subscriber: ServiceName, data: unknown, id: string | undefined): Promise<void> {
    await this.queues.get(eventQueueName(event, subscriber)).add(event, data, id === undefined ? {} : { jobId: id });
  }
}
