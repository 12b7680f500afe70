import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import type { AuditEntry, Import, NewWebhook, Page, Replay, Webhook, WebhookAttempt, WebhookMessage } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const COUNT = 40;
const BATCH = 20;
const ATTEMPTS = 4;

/** Real services, with real HTTP servers as receivers. */
describe('webhooks', () => {
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;
  const receivers: WebhookReceiver[] = [];

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts'],
      services: ['webhooks'],
      env: {
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        IMPORT_BATCH_ROWS: String(BATCH),
        JOB_LOCK_SECONDS: '3',
        SWEEP_SECONDS: '1',
        WEBHOOK_ATTEMPTS: String(ATTEMPTS),
        WEBHOOK_BACKOFF_SECONDS: '0.05',
        WEBHOOK_TIMEOUT_SECONDS: '2',
      },
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });
  beforeEach(async () => {
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  });
  afterEach(async () => {
    // Messages that a test leaves waiting must not be sent during later tests.
    await mongo
      .db()
      .collection('webhooks')
      .updateMany({}, { $set: { active: false } });
    for (const receiver of receivers.splice(0)) await receiver.goAway();
  });

  async function receiverOf(...events: string[]): Promise<{ receiver: WebhookReceiver; id: string }> {
    const receiver = await WebhookReceiver.start();
    receivers.push(receiver);
    const made = await api.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events });
    receiver.secret = made.secret;
    return { receiver, id: made.id };
  }
  const read = (id: string) => api.get<Webhook>(`/v1/webhooks/${id}`);
  const patch = async (id: string, body: object) => {
    const init = { method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await (await api.request(`/v1/webhooks/${id}`, init)).json()) as Webhook;
  };
  const phonesIn = (receiver: WebhookReceiver) =>
    new Set(
      receiver.taken
        .filter(({ type }) => type === 'ContactChanged')
        .flatMap(({ data }) => (data.contacts as { phone: string }[]).map(({ phone }) => phone)),
    );
  const gotAll = (receiver: WebhookReceiver, count = COUNT) =>
    eventually('every contact came', () => expect(phonesIn(receiver).size).toBe(count));
  const outbox = () => mongo.db().collection('outbox').countDocuments({ pending: 'webhooks' });

  it('sends signed messages to subscribed webhooks, and nothing to others', async () => {
    const contacts = await receiverOf('ContactChanged');
    const imports = await receiverOf('ImportFinished', 'ValueRemoved');
    const done = await api.importFile(accountId, peopleCsv(COUNT));
    const file = 'id,name,city\n34600000000,Person 0,\n';
    const blank = await api.importFile(accountId, file, { blankColumns: 'clear' });
    await gotAll(contacts.receiver);
    await eventually('both imports and the removal are told of', () => {
      expect(imports.receiver.taken.map(({ type }) => type).sort()).toEqual([
        'ImportFinished',
        'ImportFinished',
        'ValueRemoved',
      ]);
    });
    const finished = imports.receiver.taken.filter(({ type }) => type === 'ImportFinished');
    expect(finished.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ importId: done.id, accountId, status: 'completed', version: 1 }),
        expect.objectContaining({ importId: blank.id }),
      ]),
    );
    expect(new Set(contacts.receiver.taken.map(({ type }) => type))).toEqual(new Set(['ContactChanged']));
    for (const { receiver } of [contacts, imports]) {
      expect(receiver.received.every(({ verified }) => verified)).toBe(true);
      expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
    }
    await eventually('nothing waits', async () => {
      expect(await read(contacts.id)).toMatchObject({ waiting: 0, givenUp: 0, failingSince: null });
      expect(await outbox()).toBe(0);
    });
  }, 60_000);

  it('tells of an import that was cancelled before it began', async () => {
    const { receiver } = await receiverOf('ImportFinished');
    const { id } = await api.upload(accountId, 'id,name\n34600000000,Ana\n', { start: 'confirm' });
    await api.follow<Import>(`/v1/imports/${id}`, ({ status }) => status === 'ready');
    await api.post(`/v1/imports/${id}/cancel`);
    await eventually('it is told', () => {
      const told = receiver.taken.map(({ data }) => data);
      expect(told).toMatchObject([{ importId: id, status: 'cancelled', counts: { unprocessed: 1 } }]);
    });
  });

  it('does nothing for an organisation without webhooks', async () => {
    const others = await stack.seed();
    await receiverOf('ContactChanged');
    const theirs = new ApiClient(stack.url, others.keys.admin);
    await stack.kill('webhooks', 'SIGTERM');
    await theirs.importFile(others.accounts[0]!.id, peopleCsv(COUNT));
    expect(await outbox()).toBe(0);
    await stack.start('webhooks');
  }, 60_000);

  it('retries while a receiver is down, hangs or fails, and delays no other webhook meanwhile', async () => {
    const well = await receiverOf('ContactChanged');
    const gone = await receiverOf('ContactChanged');
    const hangs = await receiverOf('ContactChanged');
    const fails = await receiverOf('ContactChanged');
    await gone.receiver.goAway();
    hangs.receiver.mood = 'hangs';
    fails.receiver.mood = { status: 500 };
    await api.importFile(accountId, peopleCsv(COUNT));
    await gotAll(well.receiver);
    const state = await eventually('each was tried', async () => {
      const found = await Promise.all([gone.id, hangs.id, fails.id].map(read));
      expect(found.every(({ attempts }) => attempts.length > 0)).toBe(true);
      return found;
    });
    expect(state.map(({ attempts }) => [attempts[0]!.failure, attempts[0]!.status])).toEqual([
      ['not_reachable', null],
      ['timed_out', null],
      ['status', 500],
    ]);
    await gone.receiver.comeBack();
    hangs.receiver.mood = fails.receiver.mood = { status: 204 };
    for (const { id } of [gone, hangs, fails]) {
      // If all attempts failed before the receiver came back, an administrator retries the messages.
      await api.post(`/v1/webhooks/${id}/retry`);
    }
    await Promise.all([gone, hangs, fails].map(({ receiver }) => gotAll(receiver)));
    for (const { id } of [gone, hangs, fails])
      await eventually('it does well', async () =>
        expect(await read(id)).toMatchObject({ waiting: 0, givenUp: 0, failingSince: null, retryAt: null }),
      );
    expect(fails.receiver.received.every(({ verified }) => verified)).toBe(true);
    expect(fails.receiver.received.length).toBeGreaterThan(new Set(fails.receiver.received.map(({ id }) => id)).size);
  }, 120_000);

  it('gives up after all attempts, with the reason, and sends again on request', async () => {
    const { receiver, id } = await receiverOf('ImportFinished');
    receiver.mood = { status: 503 };
    const done = await api.importFile(accountId, peopleCsv(1));
    const [message] = await eventually('it is given up', async () => {
      const { items } = await api.get<Page<WebhookMessage>>(`/v1/webhooks/${id}/messages`);
      expect(items).toHaveLength(1);
      return items;
    });
    expect(message).toMatchObject({
      event: 'ImportFinished',
      state: 'given_up',
      attempts: ATTEMPTS,
      failure: 'status',
      status: 503,
      nextAttemptAt: null,
      givenUpAt: expect.any(String),
    });
    expect(receiver.received.map((received) => received.id)).toEqual(Array(ATTEMPTS).fill(message!.id));
    expect(await read(id)).toMatchObject({ waiting: 0, givenUp: 1, failingSince: expect.any(String) });

    receiver.mood = { status: 200 };
    expect(await api.post(`/v1/webhooks/${id}/retry`)).toEqual({ messages: 1 });
    await eventually('it is taken', () => expect(receiver.taken.map(({ data }) => data.importId)).toEqual([done.id]));
  }, 60_000);

  it('forgets the messages of a removed webhook, also one that comes after the removal', async () => {
    const messages = mongo.db().collection('webhook_messages');
    const { receiver, id } = await receiverOf('ImportFinished');
    receiver.mood = { status: 503 };
    await api.importFile(accountId, peopleCsv(1));
    await eventually('it is given up', async () => expect(await read(id)).toMatchObject({ waiting: 0, givenUp: 1 }));
    const { _id, ...message } = (await messages.findOne({ webhookId: id }))!;

    await stack.kill('webhooks', 'SIGTERM');
    expect((await api.request(`/v1/webhooks/${id}/retry`, { method: 'POST' })).status).toBe(503);
    expect(await read(id)).toMatchObject({ waiting: 0, givenUp: 1 });
    expect((await api.request(`/v1/webhooks/${id}`, { method: 'DELETE' })).status).toBe(204);
    await stack.start('webhooks');
    const areGone = () =>
      eventually('they are gone', async () => expect(await messages.countDocuments({ webhookId: id })).toBe(0));
    await areGone();

    await messages.insertOne({ ...message, _id, state: 'waiting', nextAttemptAt: new Date(), givenUpAt: null });
    await areGone();
    // As when the gateway dies before it adds the job that removes them.
    await messages.insertOne({ ...message, _id });
    await areGone();
    expect(receiver.received).toHaveLength(ATTEMPTS);
  }, 60_000);

  it('retries when a busy receiver asks for it, and not before', async () => {
    const { receiver, id } = await receiverOf('ContactChanged');
    receiver.mood = { status: 429, headers: { 'retry-after': '3600' } };
    await api.importFile(accountId, peopleCsv(COUNT));
    const busy = await eventually('it was asked to wait', async () => {
      const found = await read(id);
      expect(found.retryAt).not.toBeNull();
      expect(found.waiting).toBe(COUNT / BATCH);
      return found;
    });
    const wait = Date.parse(busy.retryAt!) - Date.parse(busy.attempts[0]!.at);
    expect(Math.round(wait / 100_000)).toBe(36);
    expect(receiver.received).toHaveLength(1);

    // The same with a pause that ends.
    receiver.mood = { status: 429, headers: { 'retry-after': '1' } };
    await patch(id, { active: true });
    await eventually('it was asked to wait again', () => expect(receiver.received.length).toBeGreaterThan(1));
    receiver.mood = { status: 200 };
    await gotAll(receiver);
  }, 60_000);

  it('lets other messages pass one that a receiver refuses', async () => {
    const { receiver, id } = await receiverOf('ImportFinished', 'ContactChanged');
    receiver.mood = { status: 422 };
    await api.importFile(accountId, peopleCsv(1));
    const refused = await eventually('both are given up', async () => {
      const { items } = await api.get<Page<WebhookMessage>>(`/v1/webhooks/${id}/messages`);
      expect(items).toHaveLength(2);
      return items;
    });
    expect(refused.every(({ attempts, status }) => attempts === ATTEMPTS && status === 422)).toBe(true);
    expect(await read(id)).toMatchObject({ failingSince: null, retryAt: null });
  }, 60_000);

  it('follows no redirect, and switches off a webhook that is answered with 410', async () => {
    const elsewhere = await receiverOf('ValueRemoved');
    const { receiver, id } = await receiverOf('ImportFinished');
    receiver.mood = { status: 307, headers: { location: elsewhere.receiver.url } };
    expect(await api.post<WebhookAttempt>(`/v1/webhooks/${id}/ping`)).toMatchObject({
      status: 307,
      failure: 'redirected',
    });
    expect(elsewhere.receiver.received).toEqual([]);
    receiver.mood = { status: 410 };
    await api.importFile(accountId, peopleCsv(1));
    await eventually('it is off', async () =>
      expect(await read(id)).toMatchObject({ active: false, waiting: 0, givenUp: 1 }),
    );
  }, 60_000);

  it('can be pinged, and returns the result', async () => {
    const { receiver, id } = await receiverOf('ImportFinished');
    const ping = () => api.post<WebhookAttempt>(`/v1/webhooks/${id}/ping`);
    expect(await ping()).toMatchObject({ event: 'Ping', attempt: 1, status: 200, failure: null });
    expect(receiver.taken).toEqual([expect.objectContaining({ type: 'Ping', verified: true })]);
    receiver.mood = 'hangs';
    expect(await ping()).toMatchObject({ status: null, failure: 'timed_out' });
    expect((await read(id)).attempts).toHaveLength(2);
  }, 60_000);

  it('continues where it stopped when the service is killed, and receives replays', async () => {
    await api.importFile(accountId, peopleCsv(COUNT));
    const { receiver } = await receiverOf('ContactChanged');
    receiver.mood = { status: 500 };
    const { id } = await api.post<Replay>('/v1/replays', { accountId, to: 'webhooks' });
    await eventually('it was tried', () => expect(receiver.received.length).toBeGreaterThan(0));
    await stack.kill('webhooks');
    receiver.mood = { status: 200 };
    await stack.start('webhooks');
    await gotAll(receiver);
    await eventually('the replay ends', async () =>
      expect(await api.get<Replay>(`/v1/replays/${id}`)).toMatchObject({ status: 'completed', processed: COUNT }),
    );
  }, 60_000);

  it('is managed only by administrators; its secret is shown once and stored encrypted', async () => {
    const { receiver, id } = await receiverOf('ImportFinished');
    const stored = await mongo
      .db()
      .collection('webhooks')
      .findOne({ _id: id as never });
    expect(JSON.stringify(stored)).not.toContain(receiver.secret.slice('whsec_'.length));
    const answers = [await read(id), await patch(id, { description: 'Ours' }), await api.get('/v1/webhooks')];
    expect(JSON.stringify(answers)).not.toContain('secret');
    expect(answers[1]).toMatchObject({ description: 'Ours', events: ['ImportFinished'], active: true });

    const status = async (body: object, key = tenant.keys.admin) => {
      const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      return (await new ApiClient(stack.url, key).request('/v1/webhooks', init)).status;
    };
    expect(await status({ url: receiver.url, events: ['ImportFinished'] }, tenant.keys.editor)).toBe(403);
    for (const body of [
      { url: receiver.url, events: [] },
      { url: receiver.url, events: ['ContactUpserted'] },
      { url: receiver.url, events: ['ImportFinished', 'ImportFinished'] },
      { url: 'ftp://example.org/', events: ['ImportFinished'] },
      { url: 'http://name:password@example.org/', events: ['ImportFinished'] },
      { url: 'nonsense', events: ['ImportFinished'] },
    ])
      expect({ body, status: await status(body) }).toEqual({ body, status: 400 });
    for (let made = 1; made < 10; made++)
      expect(await status({ url: receiver.url, events: ['ImportFinished'] })).toBe(201);
    expect(await status({ url: receiver.url, events: ['ImportFinished'] })).toBe(409);

    expect((await api.request(`/v1/webhooks/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await api.request(`/v1/webhooks/${id}`)).status).toBe(404);
    const { items } = await api.get<Page<AuditEntry>>('/v1/audit');
    expect(items.filter(({ targets }) => targets.includes(id)).map(({ action }) => action)).toEqual([
      'webhook.removed',
      'webhook.changed',
      'webhook.created',
    ]);
  });
});
