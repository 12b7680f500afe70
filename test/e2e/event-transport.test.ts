import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, type MicroserviceOptions } from '@nestjs/microservices';
import type { INestMicroservice } from '@nestjs/common';
import { Queue } from 'bullmq';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  eventQueueName,
  EVENTS,
  type ColumnsFoundBlank,
  type ContactChanged,
  type ContactErased,
  type ContactUpserted,
  type ImportFinished,
  type ValueRemoved,
  type EventName,
  type ServiceName,
} from '#contracts';
import { type EventContext, CrashWatch, EventServer, Queues, Subscriber, type EventPublisher } from '#messaging';
import { outboxDefinition, Transactions, type DeadLettersRepository, type OutboxRepository } from '#persistence';
import { createLogger, loadConfig } from '#platform';
import { makeEventParts, type EventParts } from '../support/event-parts.js';
import { eventually } from '../support/eventually.js';

const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
const NO_EVENT: ContactChanged = { organisationId: uuidv7(), accountId: uuidv7(), contacts: [] };

const NO_COLUMNS: ColumnsFoundBlank = {
  organisationId: uuidv7(),
  accountId: uuidv7(),
  importId: uuidv7(),
  batch: 0,
  names: ['city'],
};

/** What the handlers below do with each event; each test sets it. */
let handle: (event: unknown, context: EventContext) => Promise<void>;

@Subscriber('campaigns')
class Campaigns {
  onContactChanged(event: ContactChanged, context: EventContext): Promise<void> {
    return handle(event, context);
  }

  async onValueRemoved(_event: ValueRemoved): Promise<void> {}

  async onImportFinished(_event: ImportFinished): Promise<void> {}

  async onContactErased(_event: ContactErased): Promise<void> {}
}

@Subscriber('contacts')
class Contacts {
  async onContactUpserted(_event: ContactUpserted): Promise<void> {}

  onColumnsFoundBlank(event: ColumnsFoundBlank, context: EventContext): Promise<void> {
    return handle(event, context);
  }
}

@Controller()
class SecondSubscriber {
  @EventPattern('ContactChanged')
  async again(@Payload() _event: unknown): Promise<void> {}
}

@Controller()
class Stranger {
  @EventPattern('ContactUpserted')
  async notSubscribed(@Payload() _event: unknown): Promise<void> {}
}

/** Real Redis and MongoDB, with small services defined in this file. */
describe('the BullMQ transport', () => {
  let connection: mongoose.Connection;
  let outbox: OutboxRepository;
  let letters: DeadLettersRepository;
  beforeAll(async () => {
    connection = mongoose.createConnection(process.env.MONGODB_URI!, {
      dbName: `test-${randomBytes(5).toString('hex')}`,
    });
    ({ outbox, letters } = makeEventParts({ connection, config: config(), logger }));
  });
  afterAll(() => connection.dropDatabase().then(() => connection.close()));

  beforeEach(() => connection.model(outboxDefinition.name).createIndexes());
  afterEach(() => {
    for (const name of ['ContactChanged', 'ColumnsFoundBlank'] as const) upgrade(name, 1);
  });

  const running: (INestMicroservice | Queues)[] = [];
  afterEach(async () => {
    for (const part of running.splice(0).reverse())
      await (part instanceof Queues ? part.onApplicationShutdown() : part.close());
    await connection.dropDatabase();
  });

  const config = () =>
    loadConfig({
      ...process.env,
      REDIS_PREFIX: `{test-${randomBytes(5).toString('hex')}}`,
      ATTEMPTS: '3',
      BACKOFF_MS: '10',
    });

  function newParts(settings: ReturnType<typeof config>): EventParts {
    const parts = makeEventParts({ connection, config: settings, logger });
    running.push(parts.queues);
    return parts;
  }

  const publish = (publisher: EventPublisher, event: ContactChanged) =>
    publisher.transaction((transaction) => transaction.publish('ContactChanged', event));

  async function start(
    controllers: Type[],
    options: {
      config: ReturnType<typeof config>;
      service?: ServiceName;
      onDeadLetter?: (event: EventName) => Promise<void>;
    },
  ): Promise<EventPublisher> {
    @Module({ controllers })
    class TestModule {}
    const { queues, publisher } = newParts(options.config);
    const strategy = new EventServer({
      service: 'campaigns',
      concurrency: 1,
      logger,
      publisher,
      outbox,
      sweepSeconds: 1,
      crashes: new CrashWatch(queues),
      ...options,
    });
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(TestModule, {
      strategy,
      logger: false,
      abortOnError: false,
    });
    running.push(app);
    await app.listen();
    return publisher;
  }

  it.each<[string, Type[], ServiceName, RegExp]>([
    [
      'a subscription without a handler',
      [],
      'campaigns',
      /campaigns subscribes to ContactChanged, ValueRemoved, ImportFinished, ContactErased but/,
    ],
    [
      'two handlers for one event',
      [Campaigns, SecondSubscriber],
      'campaigns',
      /handles 'ContactChanged' in two places/,
    ],
    ['a handler without a subscription', [Campaigns, Stranger], 'campaigns', /handles 'ContactUpserted' without being/],
  ])('%s stops the boot', async (_, controllers, service, message) => {
    await expect(start(controllers, { config: config(), service })).rejects.toThrow(message);
  });

  it('delivers events that were published before the subscriber started', async () => {
    const settings = config();
    const early = newParts(settings).publisher;
    await publish(early, NO_EVENT);
    const seen: unknown[] = [];
    handle = async (event) => void seen.push(event);
    await start([Campaigns], { config: settings });
    await eventually('the event arrives', () => expect(seen).toEqual([NO_EVENT]));
  });

  it('finds events that Redis has lost, and delivers them once', async () => {
    const settings = config();
    const early = newParts(settings).publisher;
    await publish(early, NO_EVENT);
    const queue = new Queue(eventQueueName('ContactChanged', 'campaigns'), {
      connection: { url: settings.REDIS_URL },
      prefix: settings.REDIS_PREFIX,
    });
    await queue.obliterate({ force: true });
    await queue.close();
    let calls = 0;
    handle = async () => void calls++;
    const publisher = await start([Campaigns], { config: settings });
    await eventually('the event arrives', async () => {
      expect(calls).toBe(1);
      expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
    });
  });

  it('refuses to publish a payload that does not match its contract', async () => {
    const publisher = await start([Campaigns], { config: config() });
    await expect(publish(publisher, { ...NO_EVENT, accountId: 'x' })).rejects.toThrow(/accountId/);
    expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
  });

  it('retries a failing handler, and acknowledges once it succeeds', async () => {
    let calls = 0;
    handle = async () => {
      if (++calls < 3) throw new Error('not yet');
    };
    const publisher = await start([Campaigns], { config: config() });
    await publish(publisher, NO_EVENT);
    await eventually('the third call acknowledges', async () => {
      expect(calls).toBe(3);
      expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
    });
    expect(await letters.ofSubscriber('ContactChanged', 'campaigns')).toBe(0);
  });

  it('makes an event that always fails a dead letter, reports it, and delivers it on a replay', async () => {
    let calls = 0;
    const told: EventName[] = [];
    handle = async () => {
      calls++;
      throw new Error('never of 44687985632');
    };
    const publisher = await start([Campaigns], {
      config: config(),
      onDeadLetter: async (event) => void told.push(event),
    });
    await publish(publisher, NO_EVENT);
    await eventually('it is put aside', async () => {
      expect(await letters.ofSubscriber('ContactChanged', 'campaigns')).toBe(1);
      expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
    });
    expect({ calls, told }).toEqual({ calls: 3, told: ['ContactChanged'] });

    const scope = [NO_EVENT.organisationId];
    const [letter] = await letters.list(scope, { limit: 1 });
    expect(letter).toMatchObject({ reason: 'never of …', attempts: 3, importId: null, batch: null });
    const seen: unknown[] = [];
    handle = async (event) => void seen.push(event);
    const { payload } = (await letters.find(scope, letter!._id))!;
    const queueIt = await new Transactions(connection).run((session) =>
      publisher.replay('ContactChanged', 'campaigns', JSON.parse(payload!), session),
    );
    await queueIt();
    await eventually('it arrives', () => expect(seen).toEqual([NO_EVENT]));
  });

  it('does not wait for a handler that never ends: the event becomes a dead letter, and the next ones are handled', async () => {
    const seen: string[] = [];
    handle = (event) => {
      const { accountId } = event as ContactChanged;
      seen.push(accountId);
      return accountId === NO_EVENT.accountId ? new Promise(() => undefined) : Promise.resolve();
    };
    const publisher = await start([Campaigns], { config: { ...config(), ATTEMPTS: 2, EVENT_SECONDS: 0.1 } });
    const next = { ...NO_EVENT, accountId: uuidv7() };
    await publish(publisher, NO_EVENT);
    await publish(publisher, next);
    await eventually('it is put aside, and the next one is handled', async () => {
      expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
      expect(seen.filter((id) => id === next.accountId)).toHaveLength(1);
    });
    expect(seen.filter((id) => id === NO_EVENT.accountId)).toHaveLength(2);
    const [letter] = await letters.list([NO_EVENT.organisationId], { limit: 1 });
    expect(letter).toMatchObject({ reason: 'handling it did not end within 0.1 seconds', attempts: 2 });
  });

  it('waits for a handler that says that it goes on, however long it takes', async () => {
    let calls = 0;
    handle = async (_event, { progressed }) => {
      calls++;
      const until = Date.now() + 1_500;
      while (Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        progressed();
      }
    };
    const publisher = await start([Campaigns], { config: { ...config(), ATTEMPTS: 1, EVENT_SECONDS: 1 } });
    await publish(publisher, NO_EVENT);
    await eventually('it is handled', async () =>
      expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0),
    );
    expect(calls).toBe(1);
    expect(await letters.list([NO_EVENT.organisationId], { limit: 1 })).toEqual([]);
  });

  it('keeps one letter for a delivery that is given up again, also when the first is being removed', async () => {
    const publisher = await start([], { config: config(), service: 'gateway' });
    const givenUp = {
      ...({ event: 'ContactUpserted', subscriber: 'contacts', deliveryId: 'x-1', attempts: 1 } as const),
      payload: { ...NO_EVENT, importId: uuidv7(), batch: 1, rows: 'spoiled' },
    };
    await publisher.bury({ ...givenUp, reason: 'first' });
    const scope = [NO_EVENT.organisationId];
    const [first] = await letters.list(scope, { limit: 2 });
    await eventually('the clock has moved', async () => {
      await publisher.bury({ ...givenUp, reason: 'second' });
      const [second] = await letters.list(scope, { limit: 2 });
      expect(second!.failedAt).not.toEqual(first!.failedAt);
    });
    await letters.remove(first!);
    expect(await letters.list(scope, { limit: 2 })).toMatchObject([{ _id: first!._id, reason: 'second' }]);
    expect(await letters.find(scope, first!._id)).toMatchObject({ payload: null, batch: 1 });
  });

  it('counts no attempt while a dependency is down', async () => {
    let calls = 0;
    handle = async () => {
      calls++;
      throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    };
    const publisher = await start([Campaigns], { config: config() });
    await publish(publisher, NO_EVENT);
    await eventually('it was tried more often than attempts allow', () => expect(calls).toBeGreaterThan(3));
    expect(await letters.ofSubscriber('ContactChanged', 'campaigns')).toBe(0);
    expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(1);
  }, 30_000);

  it('reads older events: without a version, the payload as a document', async () => {
    const settings = config();
    const early = newParts(settings).publisher;
    await publish(early, NO_EVENT);
    await connection.collection('outbox').updateMany({}, { $unset: { version: 1 }, $set: { payload: NO_EVENT } });
    let calls = 0;
    handle = async () => void calls++;
    const publisher = await start([Campaigns], { config: settings });
    await eventually('it is handled', async () => {
      expect(calls).toBe(1);
      expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
    });
  });

  it('keeps an event of a newer version in the outbox, and handles it once that version is known', async () => {
    const settings = config();
    const seen: unknown[] = [];
    handle = async (event) => void seen.push(event);
    const publisher = await start([Campaigns], { config: settings });
    const id = await outbox.add('ContactChanged', { ...NO_EVENT, said: 'otherwise' }, 3, ['campaigns']);
    await publisher.remind('ContactChanged', 'campaigns', id);
    await publish(publisher, NO_EVENT);
    await eventually('both were looked at', async () => {
      expect(seen).toEqual([NO_EVENT]);
      expect(await publisher.queued('ContactChanged', 'campaigns')).toBe(0);
    });
    expect(await letters.ofSubscriber('ContactChanged', 'campaigns')).toBe(0);
    expect(await publisher.keptAside('ContactChanged', 'campaigns')).toEqual([
      { reason: 'newer_version', version: 3, events: 1 },
    ]);
    expect((await publisher.backlog('ContactChanged', 'campaigns')).waiting).toBe(1);

    await (running.pop() as INestMicroservice).close();
    upgrade('ContactChanged', 3);
    const after = await start([Campaigns], { config: settings });
    await eventually('it is taken up', async () => {
      expect(seen).toEqual([NO_EVENT, NO_EVENT]);
      expect((await after.backlog('ContactChanged', 'campaigns')).waiting).toBe(0);
    });
  }, 30_000);

  it('keeps an event of a newer version waiting in Redis where its sender keeps it', async () => {
    const settings = config();
    const options = { connection: { url: settings.REDIS_URL }, prefix: settings.REDIS_PREFIX };
    const queue = new Queue(eventQueueName('ColumnsFoundBlank', 'contacts'), options);
    const seen: unknown[] = [];
    handle = async (event) => void seen.push(event);
    await start([Contacts], { config: settings, service: 'contacts' });
    const added = await queue.add('ColumnsFoundBlank', { ...NO_COLUMNS, version: 2 }, { jobId: 'newer' });
    await eventually('it waits', async () => expect(await queue.getDelayedCount()).toBe(1));
    expect(await queue.getJob(added.id!)).toMatchObject({ attemptsMade: 0 });
    expect(seen).toEqual([]);
    upgrade('ColumnsFoundBlank', 2);
    await eventually('it is taken up', () => expect(seen).toEqual([NO_COLUMNS]));
    await queue.close();
  }, 30_000);
});

/** Simulates the contracts of a later build. */
function upgrade(event: EventName, version: number): void {
  (EVENTS[event] as { version: number }).version = version;
}
