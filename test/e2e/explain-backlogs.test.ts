import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  ImportsRepository,
  outboxDefinition,
  OutboxRepository,
  sessionDefinition,
  userDefinition,
  type OutboxRecord,
  type UserRecord,
  type WebhookMessageRecord,
} from '#persistence';
import { importDefinition } from '../../libs/persistence/src/imports/import.schemas.js';
import { webhookMessageDefinition } from '../../libs/persistence/src/webhooks/webhook-message.schema.js';
import { WritableWebhookMessagesRepository } from '../../apps/webhooks/src/writable-webhook-messages.repository.js';
import { isAnsweredByIndex, QueryRecorder } from '../support/query-plan.js';

const EVENTS = 200;
const WAITING = 100;
const NOW = new Date('2026-11-22T10:15:00Z');
const LATER = new Date(NOW.getTime() + 60_000);

/** Backlogs may be long and what waits may be large, so looking at a backlog must not read it. */
describe('what waits is found by an index', () => {
  let connection: mongoose.Connection;
  let queries: QueryRecorder;
  let outbox: OutboxRepository;
  let messages: WritableWebhookMessagesRepository;
  let imports: ImportsRepository;

  beforeAll(async () => {
    const options = { dbName: `test-${randomBytes(5).toString('hex')}`, monitorCommands: true };
    connection = await mongoose.createConnection(process.env.MONGODB_URI!, options).asPromise();
    queries = new QueryRecorder(connection.getClient(), connection.db!);
    outbox = new OutboxRepository(connection.model(outboxDefinition.name, outboxDefinition.schema) as never);
    imports = new ImportsRepository(connection.model(importDefinition.name, importDefinition.schema) as never);
    messages = new WritableWebhookMessagesRepository(
      connection.model(webhookMessageDefinition.name, webhookMessageDefinition.schema) as never,
    );
  });
  beforeEach(async () => {
    await connection.dropDatabase();
    for (const model of Object.values(connection.models)) await model.createIndexes();
  });
  afterAll(() => connection?.dropDatabase().then(() => connection.close()));

  const waitingEvents = () => connection.collection<OutboxRecord>('outbox');
  const accountId = uuidv7();

  describe('the outbox', () => {
    let ids: string[];
    beforeEach(async () => {
      const records = Array.from({ length: EVENTS }, (_, index): OutboxRecord => ({
        _id: uuidv7(),
        event: 'ContactChanged',
        payload: Buffer.alloc(100),
        accountId,
        changedBy: [uuidv7()],
        // Older events have no version.
        ...(index % 3 > 0 && { version: index % 3 }),
        pending: index % 2 === 0 ? ['campaigns', 'webhooks'] : ['campaigns'],
        createdAt: new Date(NOW.getTime() + index),
      }));
      ids = records.map(({ _id }) => _id);
      await waitingEvents().insertMany(records);
    });

    it('is counted and searched without reading events', async () => {
      const page = { upTo: 1, before: LATER, after: ids[EVENTS / 2]!, limit: 10 };
      const looks: [() => Promise<unknown>, unknown][] = [
        [() => outbox.backlog('ContactChanged', 'campaigns'), { waiting: EVENTS, oldest: NOW }],
        [() => outbox.backlog('ContactChanged', 'webhooks'), { waiting: EVENTS / 2, oldest: NOW }],
        [() => outbox.backlogOf(accountId, 'ContactChanged', 'campaigns'), { waiting: EVENTS, oldest: NOW }],
        [
          () => outbox.backlogOf(accountId, 'ContactChanged', 'campaigns', new Date(NOW.getTime() + 5)),
          { waiting: 5, oldest: NOW },
        ],
        [() => outbox.waitingUpTo('ContactChanged', 'campaigns', 1), 134],
        [() => outbox.newerVersions('ContactChanged', 'campaigns', 1), [{ version: 2, events: 66 }]],
        [
          () => outbox.waitingIds('ContactChanged', 'campaigns', page),
          ids.filter((_, index) => index > EVENTS / 2 && index % 3 < 2).slice(0, 10),
        ],
        [() => outbox.stillWaiting(ids.slice(0, 4), 'webhooks'), [ids[0], ids[2]]],
      ];
      for (const [look, expected] of looks) {
        const plans = await queries.plansOf(async () => expect(await look()).toEqual(expected));
        expect(plans.length).toBeGreaterThan(0);
        for (const plan of plans) {
          expect(plan.stages).not.toContain('SORT');
          expect(isAnsweredByIndex(plan) ? '' : JSON.stringify(plan)).toBe('');
        }
      }
    });

    it('never keeps an event for nobody, whoever is done first', async () => {
      const both = ids[0]!;
      await outbox.done(both, 'webhooks');
      expect(await waitingEvents().findOne({ _id: both })).toMatchObject({ pending: ['campaigns'] });
      await outbox.done(both, 'webhooks');
      await outbox.done(both, 'campaigns');
      expect(await waitingEvents().findOne({ _id: both })).toBeNull();
      // At the same time, each of them several times, as after a redelivery.
      const withTwo = ids.filter((_, index) => index % 2 === 0).slice(1);
      await Promise.all(
        withTwo.flatMap((id) =>
          (['campaigns', 'webhooks', 'campaigns'] as const).map((subscriber) => outbox.done(id, subscriber)),
        ),
      );
      expect(await waitingEvents().countDocuments({ _id: { $in: withTwo } })).toBe(0);
    });

    it('is never without subscribers for a moment, so a crash can leave no such event', async () => {
      const updates: unknown[] = [];
      const note = ({ command, commandName }: mongoose.mongo.CommandStartedEvent) => {
        if (commandName === 'update') updates.push(...command.updates);
      };
      connection.getClient().on('commandStarted', note);
      for (const id of ids.slice(0, 2)) for (const by of ['campaigns', 'webhooks'] as const) await outbox.done(id, by);
      connection.getClient().off('commandStarted', note);
      expect(updates.length).toBeGreaterThan(0);
      for (const update of updates)
        expect(update).toMatchObject({ q: { 'pending.1': { $exists: true } }, u: { $pull: expect.anything() } });
    });

    it('removes what the build before left for nobody', async () => {
      await waitingEvents().updateMany({ _id: { $in: ids.slice(0, 3) } }, { $set: { pending: [] } });
      await outbox.removeHandled('ContactChanged');
      expect(await waitingEvents().countDocuments({})).toBe(EVENTS - 3);
      expect((await outbox.backlog('ContactChanged', 'campaigns')).waiting).toBe(EVENTS - 3);
    });
  });

  it('imports in a state are counted, and the oldest is found, without reading imports', async () => {
    const records = Array.from({ length: EVENTS }, (_, index) => ({
      _id: uuidv7(),
      status: index % 2 === 0 ? 'completed' : 'importing',
      createdAt: new Date(NOW.getTime() + index),
      updatedAt: new Date(LATER.getTime() - index),
    }));
    await connection.collection<(typeof records)[number]>('imports').insertMany(records);
    const plans = await queries.plansOf(async () =>
      expect(await imports.inState('importing')).toEqual({ count: EVENTS / 2, oldest: records[1]!.createdAt }),
    );
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan.stages).not.toContain('SORT');
      expect(isAnsweredByIndex(plan) ? '' : JSON.stringify(plan)).toBe('');
    }
  });

  describe('the messages of webhooks', () => {
    const organisationId = uuidv7();
    const [busy, due, early] = [uuidv7(), uuidv7(), uuidv7()].sort() as [string, string, string];
    beforeEach(async () => {
      const ofWebhook = (webhookId: string, count: number, nextAttemptAt: Date) =>
        Array.from({ length: count }, (_, index) => makeMessage({ organisationId, webhookId, nextAttemptAt, index }));
      await connection
        .collection<WebhookMessageRecord>('webhook_messages')
        .insertMany([...ofWebhook(busy, WAITING, NOW), ...ofWebhook(due, 2, NOW), ...ofWebhook(early, WAITING, LATER)]);
    });

    it('are found when they are due, by two index entries for each webhook', async () => {
      const found: unknown[] = [];
      const plans = await queries.plansOf(async () => {
        for await (const ids of messages.due(NOW)) found.push(ids);
      });
      expect(found).toEqual([busy, due].map((webhookId) => ({ organisationId, webhookId })));
      const [webhooks, ...earliest] = plans;
      expect(webhooks!.stages).toContain('DISTINCT_SCAN');
      expect(webhooks).toMatchObject({ docsExamined: 0, keysExamined: 3 });
      expect(earliest).toHaveLength(3);
      for (const plan of earliest) expect(isAnsweredByIndex(plan)).toBe(true);
    });

    it('are listed page by page in the order of an index, and counted by it', async () => {
      const ofWebhook = { organisationId, webhookId: busy };
      const plans = await queries.plansOf(async () => {
        const first = await messages.list(ofWebhook, { state: 'waiting', limit: 9 });
        const after = first.at(-1)!._id;
        expect(await messages.list(ofWebhook, { state: 'waiting', limit: 9, after })).toHaveLength(10);
        expect(await messages.nextDue(ofWebhook, NOW)).toMatchObject(ofWebhook);
      });
      for (const { docsExamined, stages } of plans) {
        expect(stages).not.toContain('SORT');
        expect(docsExamined).toBeLessThanOrEqual(10);
      }
      const [count] = await queries.plansOf(async () =>
        expect(await messages.count(ofWebhook, 'waiting')).toBe(WAITING),
      );
      expect(isAnsweredByIndex(count!)).toBe(true);
    });
  });

  it('members and sessions are found by organisation and by user', async () => {
    const [organisationId, userId] = [uuidv7(), uuidv7()];
    for (const { name, schema } of [userDefinition, sessionDefinition])
      await connection.model(name, schema as mongoose.Schema).createIndexes();
    const users = connection.collection<UserRecord>('users');
    const [mine, ...others] = Array.from({ length: 20 }, (_, index): UserRecord => ({
      ...{ _id: uuidv7(), organisationId: uuidv7(), email: `${index}@example.org`, name: 'A', role: 'viewer' },
      ...{ passwordHash: null, createdAt: NOW },
    }));
    await users.insertMany([...others, { ...mine!, organisationId }]);
    const plans = await queries.plansOf(async () => {
      await users.find({ organisationId }).sort({ _id: 1 }).limit(10).toArray();
      await users.countDocuments({ organisationId });
      await connection.collection('sessions').find({ userId, organisationId }).toArray();
    });
    expect(plans).toHaveLength(3);
    for (const { stages, docsExamined } of plans) {
      expect(stages).not.toContain('SORT');
      expect(stages).not.toContain('COLLSCAN');
      expect(docsExamined).toBeLessThanOrEqual(1);
    }
  });
});

function makeMessage({
  organisationId,
  webhookId,
  nextAttemptAt,
  index,
}: Pick<WebhookMessageRecord, 'organisationId' | 'webhookId' | 'nextAttemptAt'> & {
  index: number;
}): WebhookMessageRecord {
  const messageId = uuidv7();
  return {
    _id: `${messageId}/${webhookId}`,
    messageId,
    webhookId,
    organisationId,
    event: 'ContactChanged',
    body: '{}',
    state: 'waiting',
    attempts: 0,
    failure: null,
    status: null,
    nextAttemptAt: new Date(nextAttemptAt.getTime() - (nextAttemptAt <= NOW ? index : 0)),
    createdAt: NOW,
    givenUpAt: null,
  };
}
