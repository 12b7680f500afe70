import { Inject, Injectable } from '@nestjs/common';
import {
  eventQueueName,
  EVENTS,
  idSchema,
  knownVersion,
  subscribersOf,
  versionFor,
  type EventName,
  type EventPayload,
  type ServiceName,
} from '#contracts';
import { DeadLettersRepository, OutboxRepository, Transactions, WantedEvents } from '#persistence';
import { LOGGER } from '#platform';
import type { ClientSession } from 'mongodb';
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

/** The events that their sender keeps until every subscriber has handled them. */
export type SenderEvent = Exclude<EventName, OutboxEvent>;

/** A transaction of MongoDB and the events that are stored in it. They are queued when it is committed. */
export interface Transaction {
  /** Every read and write of the transaction takes it. */
  session: ClientSession;
  /** How often it has run before, because others changed the same documents. */
  repetition: number;
  /** Publishes an event for every subscriber. @throws when the payload does not match its contract */
  publish: <E extends OutboxEvent>(event: E, payload: EventPayload<E>) => Promise<void>;
  /**
   * Publishes an event for one subscriber only, as part of a replay.
   * @returns its id in the outbox, where it stays until the subscriber has handled it
   */
  publishTo: <E extends OutboxEvent>(subscriber: ServiceName, event: E, payload: EventPayload<E>) => Promise<string>;
}

/** An event that is in the outbox and not yet in the queues of its subscribers. */
interface StoredEvent {
  event: EventName;
  subscribers: readonly ServiceName[];
  id: string;
  /** Undefined where nobody has looked into the payload. */
  organisationId: string | undefined;
}

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
    private readonly transactions: Transactions,
    private readonly deadLetters: DeadLettersRepository,
    private readonly wanted: WantedEvents,
  ) {}

  /**
   * Runs the work in a transaction, with the events that it publishes: either all of it is stored or nothing. After the
   * commit, the events are queued. If that fails or the process dies, the sweeper finds them in the outbox.
   * @param work may run several times (persistence, `Transactions`)
   * @returns what the work returned
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let stored: StoredEvent[] = [];
    const result = await this.transactions.run((session, repetition) => {
      stored = [];
      const store = async <E extends OutboxEvent>(event: E, payload: EventPayload<E>, to: readonly ServiceName[]) => {
        const id = await this.store(event, checkPayload(event, payload), to, session);
        stored.push({ event, subscribers: to, id, organisationId: payload.organisationId });
        return id;
      };
      return work({
        session,
        repetition,
        publish: async (event, payload) => {
          const subscribers = await this.wanted.listeners(event, payload.organisationId);
          if (subscribers.length > 0) await store(event, payload, subscribers);
        },
        publishTo: (subscriber, event, payload) => store(event, payload, [subscriber]),
      });
    });
    for (const event of stored) await this.tell(event);
    return result;
  }

  /**
   * Sends an event that its sender keeps (contracts, `keptBy`). Resolves when Redis has it for every subscriber.
   * @param id while an event with this id waits, sending it again does nothing. It must not contain a colon or be all
   *   digits.
   * @throws when the payload does not match its contract, or Redis is away
   */
  async send<E extends SenderEvent>(event: E, payload: EventPayload<E>, id: string): Promise<void> {
    const data = { ...checkPayload(event, payload), version: versionFor(event, payload) };
    for (const subscriber of subscribersOf(event))
      await this.enqueue(event, subscriber, data, id, payload.organisationId);
  }

  /**
   * Adds the reference to an event in the outbox to the subscriber's queue again. If it is still there, this does
   * nothing.
   * @param organisationId whose share of the queue it uses; events without one have a share together
   */
  async remind(event: EventName, subscriber: ServiceName, id: string, organisationId?: string): Promise<void> {
    await this.enqueue(event, subscriber, { outboxId: id }, id, organisationId);
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

  /**
   * Stores an event that one subscriber had given up on for that subscriber again. Does not validate the payload.
   * @returns queues the event; call it after the commit
   */
  async replay(
    event: EventName,
    subscriber: ServiceName,
    payload: unknown,
    session: ClientSession,
  ): Promise<() => Promise<void>> {
    const id = await this.store(event, payload, [subscriber], session);
    const { organisationId } = idsSchema.safeParse(payload).data ?? NO_IDS;
    return () => this.tell({ event, subscribers: [subscriber], id, organisationId: organisationId ?? undefined });
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

  private store(event: EventName, payload: unknown, subscribers: readonly ServiceName[], session: ClientSession) {
    return this.outbox.add(event, payload, versionFor(event, payload), subscribers, session);
  }

  /** A failure of Redis is not an error here: the sweeper finds the event in the outbox. */
  private async tell({ event, subscribers, id, organisationId }: StoredEvent): Promise<void> {
    for (const subscriber of subscribers)
      await this.remind(event, subscriber, id, organisationId).catch((error: unknown) =>
        this.logger.warn({ err: error, event }, 'the event waits in the outbox'),
      );
  }

  private async enqueue(
    event: EventName,
    subscriber: ServiceName,
    data: unknown,
    jobId: string,
    organisationId: string | undefined,
  ): Promise<void> {
    await this.queues.add(eventQueueName(event, subscriber), event, data, jobId, { organisationId });
  }
}
