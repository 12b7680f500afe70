import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  SERVICES,
  type Campaign,
  type Export,
  type Import,
  type NewWebhook,
  type Page,
  type Problem,
  type Replay,
  type ServiceName,
  type TagChange,
  type Undo,
} from '#contracts';
import { rightsOn, type CheckedFile } from '#persistence';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { GatedService } from '../support/gated-service.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { WebhookReceiver, type ReceivedMessage } from '../support/webhook-receiver.js';
import { killPoints, type KillPoint } from '../support/write-gate.js';

const ALL_POINTS = process.env.KILL_POINTS === 'all';
/** How often each part of the work is done with kills, unless it is done at each point. */
const QUICK_ROUNDS = 1;
/** Each round takes one. */
const ACCOUNTS = ALL_POINTS ? 250 : 4 * (QUICK_ROUNDS + 1);
/** Chooses the points of the quick rounds, evenly among all. */
const SEED = 0.37;
/** Also where other programs take all processors. */
const END_MS = 240_000;

const PHONES = Array.from({ length: 7 }, (_, index) => `3460000000${index}`);
const FIRST_FILE = ['id,name,tags,city', ...PHONES.slice(0, 6).map((phone, i) => `${phone},Ann,${tags(i)},Rome`)];
const MAPPING = [
  { column: 'id', kind: 'id' },
  { column: 'name', kind: 'name' },
];
const MENDS = { same: [{ column: 'name', from: 'Ann', to: 'Eve' }] };
const MENDED = FIRST_FILE.slice(1).map((line) => [line.split(',')[0], 'Eve', expect.anything(), 'Rome']);
const SECOND_FILE = [
  'id,name,tags,city',
  `${PHONES[0]},Bea,,`,
  `${PHONES[1]},Bea,,`,
  `${PHONES[2]},Ann,,`,
  `${PHONES[6]},Old,a,`,
  `${PHONES[6]},Bea,a,`,
  'x,Bea,,',
  // It has as many tags as a contact may have.
  `${PHONES[5]},Bea,d,`,
];
const SECOND_OPTIONS = { tagsMode: 'add', blankColumns: 'clear' };

/** Part of the product's work in an account of its own, from what a client asks for to what must be true at the end. */
interface Work {
  /** Before anything is killed. */
  prepare: (accountId: string) => Promise<void>;
  /** Gives up nothing while services die. @returns what checks the end, when all of them run again */
  run: (accountId: string) => Promise<() => Promise<void>>;
}

/**
 * Every service runs behind a gate that sees its writes to MongoDB, Redis and the object store (`write-gate.ts`). The
 * work is done once, to learn the writes of each service. Then it is done again and again, and each time each service is
 * killed at another point: before its first write, between two of them, or after the last one. It starts again, and the
 * end must be the same.
 */
describe('a process that is killed between any two of its writes', () => {
  const supervisor = new Supervisor();
  const services = new Map<ServiceName, GatedService>();
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let receiver: WebhookReceiver;
  let mongo: mongoose.mongo.MongoClient;
  let db: mongoose.mongo.Db;
  let accounts: Iterator<{ id: string }>;
  /** The codes with which uploads were refused. */
  const refusals: string[] = [];

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    const env = {
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      JOB_LOCK_SECONDS: '3',
      LIMIT_TAGS_PER_CONTACT: '3',
    };
    stack = await startStack({ services: [], env });
    const start = (name: ServiceName) => GatedService.start(name, stack.env, stack.logs, supervisor);
    for (const service of await Promise.all(SERVICES.map(start))) services.set(service.name, service);
    tenant = await stack.seed({ accounts: Array.from({ length: ACCOUNTS }, () => 'active' as const) });
    accounts = tenant.accounts.values();
    api = new ApiClient(services.get('gateway')!.url, tenant.keys.admin);
    const events = ['ContactChanged', 'ValueRemoved', 'ImportFinished', 'ContactErased'];
    const webhook = await api.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events });
    receiver.secret = webhook.secret;
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    db = mongo.db();
  }, 300_000);

  afterAll(async () => {
    await Promise.all([...services.values()].map((service) => service.stop()));
    await supervisor.close();
    await receiver?.goAway();
    await mongo?.close();
    await stack?.stop();
  });

  it.each<[string, Work]>([
    ['an upload, its check and its import', { prepare: importFirst, run: importSecond }],
    ['a tag change, an export, a frozen audience, a replay and an undo', { prepare: importFirst, run: placeOrders }],
    ['an undo of an import', { prepare: importBoth, run: undoSecond }],
    [
      'another check, a start, a cancellation, an edit, an erasure, a removed webhook and a replayed letter',
      { prepare: prepareCommands, run: giveCommands },
    ],
  ])('%s: the end is as if it had not died', killAtEachPoint, 1_800_000);

  it('has needed no right in MongoDB that its role would not give it', () => {
    for (const [name, { usedRights }] of services) {
      expect(usedRights.length).toBeGreaterThan(3);
      const missing = usedRights.filter((used) => {
        const [right, collection] = used.split(' ') as ['reads' | 'writes', string];
        return !rightsOn(collection, name)[right];
      });
      expect([name, missing]).toEqual([name, []]);
    }
  });

  it('leaves no object behind that the sweepers do not remove', async () => {
    const soon = { OBJECT_MARGIN_SECONDS: '0.001', OBJECT_SWEEP_SECONDS: '1' };
    const sweeping: ServiceName[] = ['importer', 'exporter', 'campaigns'];
    await Promise.all(sweeping.map((name) => services.get(name)!.restart(soon)));
    const needed = await neededObjects();
    await eventually('only what records name is left', async () => expect(await objects()).toEqual(needed), END_MS);
    const frozen = await db.collection('campaigns').distinct('freezeId', { freezeId: { $ne: null } });
    await eventually('so it is with lists', async () =>
      expect((await db.collection('frozen_audiences').distinct('freezeId')).sort()).toEqual(frozen.sort()),
    );
  }, 600_000);

  /** Does the work without kills, and then in rounds: in each, every service is killed at one of its points. */
  async function killAtEachPoint(_: string, work: Work): Promise<void> {
    const { writes } = await round(work, new Map());
    const points = [...writes].map(([name, ofService]) => [name, killPoints(ofService)] as const);
    const most = Math.max(...points.map(([, { length }]) => length));
    const rounds = ALL_POINTS ? most : QUICK_ROUNDS;
    let [planned, killed] = [0, 0];
    for (let n = 0; n < rounds; n++) {
      const kills = new Map<ServiceName, KillPoint>();
      for (const [name, all] of points) {
        const point = all[rounds === most ? n : Math.floor(((n + SEED) * all.length) / rounds)];
        if (point) kills.set(name, point);
      }
      planned += kills.size;
      killed += (await round(work, kills)).killed;
    }
    // How often some things are written depends on what comes first, so one of five points may not be reached.
    expect(killed).toBeGreaterThanOrEqual(planned * 0.8);
  }

  /** Does the work once, and checks the end. @returns the writes of each service, and how many services were killed */
  async function round(work: Work, kills: ReadonlyMap<ServiceName, KillPoint>) {
    const { id } = accounts.next().value!;
    await work.prepare(id);
    for (const [name, service] of services) service.watch(kills.get(name) ?? null);
    try {
      const check = await work.run(id);
      const seen = await unwatch();
      await check();
      return seen;
    } catch (cause) {
      await unwatch();
      const said = [...kills].map(([name, { write, nth, isAfter }]) => {
        return `${name} ${isAfter ? 'after' : 'before'} ${write}${nth > 0 ? ` (number ${nth + 1})` : ''}`;
      });
      throw new Error(`Killed: ${said.join('; ')}.\n${(cause as Error).message}`, { cause });
    }
  }

  /** Waits until every service runs again. */
  async function unwatch(): Promise<{ writes: Map<ServiceName, string[]>; killed: number }> {
    const writes = new Map<ServiceName, string[]>();
    let killed = 0;
    for (const [name, service] of services) {
      const seen = await service.unwatch();
      writes.set(name, seen.writes);
      if (seen.wasKilled) killed++;
    }
    return { writes, killed };
  }

  async function importFirst(accountId: string): Promise<void> {
    const { id } = await api.upload(accountId, FIRST_FILE.join('\n'));
    expect(await api.finished(id, END_MS)).toMatchObject({ status: 'completed', counts: { created: 6 } });
    await untilQuiet();
  }

  async function importSecond(accountId: string) {
    const { id } = await upload(accountId, SECOND_FILE, SECOND_OPTIONS);
    expect(await api.finished(id, END_MS)).toMatchObject({
      status: 'completed_with_errors',
      rows: 7,
      counts: { created: 1, updated: 2, unchanged: 1, duplicate: 1, rejected: 2, unprocessed: 0 },
    });
    await untilQuiet();
    return async () => {
      await checkSubscribers(accountId);
      expect(refusals).not.toContain('upload_in_progress');
      expect((await api.get<Page<Import>>(`/v1/imports?accountId=${accountId}`)).count.value).toBe(2);
      expect(await states(accountId)).toEqual([
        ...[`${PHONES[0]} 3 Bea -`, `${PHONES[1]} 3 Bea -`, `${PHONES[2]} 2 Ann -`, `${PHONES[3]} 2 Ann -`],
        ...[`${PHONES[4]} 2 Ann -`, `${PHONES[5]} 2 Ann -`, `${PHONES[6]} 1 Bea -`],
      ]);
      const errors = await api.request(`/v1/imports/${id}/errors`);
      const file = await (await fetch(errors.headers.get('location')!)).text();
      expect(file.trim().split('\n')).toHaveLength(4);
      isToldOnce('ImportFinished', ({ importId }) => importId === id, { status: 'completed_with_errors' });
      isToldOnce('ValueRemoved', ({ importId }) => importId === id, { name: 'city', contacts: 6 });
    };
  }

  const second = new Map<string, string>();

  async function importBoth(accountId: string): Promise<void> {
    await api.upload(accountId, FIRST_FILE.join('\n'));
    const { id } = await upload(accountId, SECOND_FILE, SECOND_OPTIONS);
    await api.finished(id, END_MS);
    await api.post(`/v1/accounts/${accountId}/contacts`, { phone: PHONES[3], name: 'Eva' });
    await untilQuiet();
    second.set(accountId, id);
  }

  async function undoSecond(accountId: string) {
    const undo = await placed<Undo>('undos', accountId, {}, `imports/${second.get(accountId)!}/undo`);
    expect(undo).toMatchObject({ processed: 7, counts: { restored: 5, takenBack: 1, kept: 1 } });
    await untilQuiet();
    return async () => {
      await checkSubscribers(accountId);
      expect((await api.get<Page<Undo>>(`/v1/undos?accountId=${accountId}`)).count.value).toBe(1);
      expect(await states(accountId)).toEqual([
        ...[`${PHONES[0]} 4 Ann Rome`, `${PHONES[1]} 4 Ann Rome`, `${PHONES[2]} 3 Ann Rome`, `${PHONES[3]} 3 Eva -`],
        ...[`${PHONES[4]} 3 Ann Rome`, `${PHONES[5]} 3 Ann Rome`, `${PHONES[6]} 2 Bea -`],
      ]);
      expect((await api.contacts(`accountId=${accountId}&tag=a`)).items.map(({ phone }) => phone)).toEqual(
        PHONES.slice(0, 6),
      );
    };
  }

  async function placeOrders(accountId: string) {
    const filter = { accountId };
    const change = await placed<TagChange>('tag-changes', accountId, { filter, add: ['vip'] });
    expect(change).toMatchObject({ status: 'completed', processed: 6, counts: { updated: 5, rejected: 1 } });
    await untilQuiet();
    const [exported, replay, campaign] = await Promise.all([
      placed<Export>('exports', accountId, { filter }),
      placed<Replay>('replays', accountId, { accountId, to: 'campaigns' }),
      frozen(accountId),
    ]);
    expect(replay).toMatchObject({ status: 'completed', processed: 6 });
    expect(exported).toMatchObject({ status: 'completed', rows: 6 });
    const csv = await eventually('it is downloaded', async () =>
      (await fetch(await api.downloadUrl(exported.id))).text(),
    );
    expect(csv.trim().split('\n')).toHaveLength(7);
    await db.collection('exports').updateOne({ _id: exported.id as never }, { $set: { expiresAt: new Date(0) } });
    await eventually(
      'the expired export is removed',
      async () => {
        expect(await db.collection('exports').countDocuments({ _id: exported.id as never })).toBe(0);
        expect(await objects(`exports/${exported.id}`)).toEqual([]);
      },
      END_MS,
    );
    await untilQuiet();
    const undo = await placed<Undo>('undos', accountId, {}, `tag-changes/${change.id}/undo`);
    expect(undo).toMatchObject({ processed: 5, counts: { restored: 5, takenBack: 0, kept: 0 } });
    await untilQuiet();
    return async () => {
      await checkSubscribers(accountId);
      expect((await api.contacts(`accountId=${accountId}&tag=vip`)).items).toEqual([]);
      const members = await api.get<Page<{ phone: string }>>(`/v1/campaigns/${campaign.id}/members`);
      expect(members.items.map(({ phone }) => phone)).toEqual(PHONES.slice(0, 5));
    };
  }

  const waiting = new Map<string, { start: string; cancel: string; letter: string; webhook: string }>();

  async function prepareCommands(accountId: string): Promise<void> {
    const ready = async () => {
      const { id } = await api.upload(accountId, FIRST_FILE.join('\n'), { start: 'confirm' });
      await eventually('it is checked', async () =>
        expect(await api.get(`/v1/imports/${id}`)).toMatchObject({ status: 'ready' }),
      );
      return id;
    };
    const letter = randomUUID();
    const { organisationId } = tenant;
    const payload = { organisationId, accountId, importId: randomUUID(), name: 'city', contacts: 6 };
    await db.collection('dead_letters').insertOne({
      ...{ _id: letter as never, organisationId, event: 'ValueRemoved', subscriber: 'webhooks' },
      ...{ deliveryId: randomUUID(), importId: payload.importId, batch: null, payload: JSON.stringify(payload) },
      ...{ reason: 'a test', attempts: 8, failedAt: new Date() },
    });
    const webhook = randomUUID();
    const _id = webhook as never;
    await db.collection('webhooks').insertOne({ _id, organisationId, url: receiver.url, active: false, events: [] });
    waiting.set(accountId, { start: await ready(), cancel: await ready(), letter, webhook });
    const message = { _id: `${letter}/${webhook}` as never, messageId: letter, webhookId: webhook, organisationId };
    await db.collection('webhook_messages').insertOne({ ...message, state: 'given_up', givenUpAt: new Date() });
  }

  async function giveCommands(accountId: string) {
    const { start, cancel, letter, webhook } = waiting.get(accountId)!;
    await answered(`imports/${start}/mapping`, undefined, 'PUT', { mapping: MAPPING });
    await eventually(
      'it is checked again',
      async () =>
        expect(await api.get(`/v1/imports/${start}`)).toMatchObject({ status: 'ready', options: { mapping: MAPPING } }),
      END_MS,
    );
    await answered(`imports/${start}/mends`, undefined, 'PATCH', MENDS);
    await eventually(
      'it is checked as it was mended',
      async () => expect(await api.get(`/v1/imports/${start}`)).toMatchObject({ status: 'ready', preview: MENDED }),
      END_MS,
    );
    await answered(`imports/${start}/start`, 409);
    await answered(`imports/${cancel}/cancel`);
    await answered(`dead-letters/${letter}/replay`, 404);
    await answered(`webhooks/${webhook}`, 404, 'DELETE');
    expect(await api.finished(start, END_MS)).toMatchObject({ status: 'completed', counts: { created: 6 } });
    expect(await api.finished(cancel, END_MS)).toMatchObject({ status: 'cancelled', counts: { unprocessed: 6 } });
    await eventually(
      'the edit is answered',
      () => api.post(`/v1/accounts/${accountId}/contacts`, { phone: PHONES[0], name: 'Eva' }),
      END_MS,
    );
    const phone = `3461${accountId.replace(/\D/g, '').slice(-7)}`;
    await eventually(
      'another contact is added',
      () => api.post(`/v1/accounts/${accountId}/contacts`, { phone, name: 'Zoe', tags: ['a'] }),
      END_MS,
    );
    await eventually('its erasure is answered', () => api.post(`/v1/contacts/${phone}/erasure`), END_MS);
    await untilQuiet();
    await eventually('the objects of the cancelled import are removed', async () =>
      expect(await objects(`imports/${cancel}`)).toEqual([]),
    );
    return async () => {
      await checkSubscribers(accountId);
      expect((await states(accountId))[0]).toBe(`${PHONES[0]} 2 Eva Rome`);
      isToldOnce('ImportFinished', ({ importId }) => importId === cancel, { status: 'cancelled' });
      isToldOnce('ValueRemoved', (data) => data.accountId === accountId, { contacts: 6 });
      expect((await api.contacts(`accountId=${accountId}&search=${phone}`)).items).toMatchObject([
        { name: '—', tags: [], revision: 2, optOut: { scope: 'organisation', erased: true } },
      ]);
      expect(await db.collection('contact_changes').countDocuments({ accountId, phone })).toBe(0);
      isToldOnce('ContactErased', (data) => data.accountId === accountId, { contacts: [{ phone, revision: 2 }] });
    };
  }

  /** As a client does that got no answer: it sends the same upload again. */
  function upload(accountId: string, lines: string[], options: Record<string, string>): Promise<Import> {
    const form = new FormData();
    form.set('accountId', accountId);
    for (const [name, value] of Object.entries(options)) form.set(name, value);
    form.set('file', new Blob([lines.join('\n')]), 'contacts.csv');
    const headers = { 'idempotency-key': `key-${accountId}` };
    return eventually(
      'the upload is taken',
      async () => {
        const response = await api.request('/v1/imports', { method: 'POST', headers, body: form });
        const body = await response.text();
        if (response.status !== 202) {
          refusals.push((JSON.parse(body) as Problem).code);
          throw new Error(body);
        }
        return JSON.parse(body) as Import;
      },
      END_MS,
    );
  }

  /** Orders something, and again if there was no answer and nothing was ordered. @returns the order when it has ended */
  async function placed<O extends { id: string; status: string }>(
    kind: string,
    accountId: string,
    body: object,
    path = kind,
  ): Promise<O> {
    const { id } = await eventually(
      'it is ordered',
      async () => {
        const { items } = await api.get<Page<O>>(`/v1/${kind}?accountId=${accountId}`);
        return items[0] ?? (await api.post<O>(`/v1/${path}`, body));
      },
      END_MS,
    );
    return eventually(
      'the order ends',
      async () => {
        const order = await api.get<O>(`/v1/${kind}/${id}`);
        if (order.status !== 'completed') throw new Error(`it is ${JSON.stringify(order)}`);
        return order;
      },
      END_MS,
    );
  }

  async function frozen(accountId: string): Promise<Campaign> {
    const { id } = await eventually(
      'there is a campaign',
      async () => {
        const { items } = await api.get<Page<Campaign>>(`/v1/campaigns?accountId=${accountId}`);
        return (
          items[0] ?? (await api.post<Campaign>('/v1/campaigns', { name: 'C', accountId, segment: { tag: ['vip'] } }))
        );
      },
      END_MS,
    );
    return eventually(
      'its audience is frozen',
      async () => {
        const campaign = await api.get<Campaign>(`/v1/campaigns/${id}`);
        if (campaign.state === 'draft') await api.post(`/v1/campaigns/${id}/schedule`);
        if (campaign.state !== 'audience_frozen') throw new Error(`it is ${JSON.stringify(campaign)}`);
        return campaign;
      },
      END_MS,
    );
  }

  /** Sends a command until it is answered. @param orElse the status when it was done before, and the answer lost */
  async function answered(path: string, orElse?: number, method = 'POST', content: object = {}): Promise<void> {
    await eventually(
      'the command is answered',
      async () => {
        const headers = { 'content-type': 'application/json' };
        const body = method !== 'DELETE' && { headers, body: JSON.stringify(content) };
        const { status } = await api.request(`/v1/${path}`, { method, ...body });
        expect([200, 202, 204, orElse]).toContain(status);
      },
      END_MS,
    );
  }

  /** Waits until nothing is left to do. */
  async function untilQuiet(): Promise<void> {
    await eventually(
      'nothing waits',
      async () => {
        expect(await db.collection('outbox').find().project({ _id: 0, event: 1, pending: 1 }).toArray()).toEqual([]);
        expect(await db.collection('webhook_messages').find().project({ body: 0 }).toArray()).toEqual([]);
        expect(
          await db
            .collection('import_queues')
            .find({ 'importIds.0': { $exists: true } })
            .toArray(),
        ).toEqual([]);
        expect(await db.collection('import_effects').countDocuments({ state: 'finished' })).toBe(0);
      },
      END_MS,
    );
  }

  /** Checks that every subscriber has heard of every change. */
  async function checkSubscribers(accountId: string): Promise<void> {
    expect(
      await db
        .collection('dead_letters')
        .find({ reason: { $ne: 'a test' } })
        .toArray(),
    ).toEqual([]);
    const view = await db.collection('audience').find({ accountId }).sort({ phone: 1 }).toArray();
    const contacts = await db.collection('contacts').find({ accountId }).sort({ phone: 1 }).toArray();
    expect(view.map(({ phone, rev }) => `${phone} ${rev}`)).toEqual(
      contacts.map(({ phone, rev }) => `${phone} ${rev}`),
    );
    for (const { phone, rev } of contacts)
      expect({ phone, told: revisionsTold(accountId, String(phone)) }).toEqual({
        phone,
        told: Array.from({ length: Number(rev) }, (_, index) => index + 1),
      });
  }

  /** `<phone> <revision> <name> <city>` of each contact. */
  async function states(accountId: string): Promise<string[]> {
    const { items } = await api.contacts(`accountId=${accountId}&sort=phone`);
    return items.map(({ phone, revision, name, values }) => `${phone} ${revision} ${name} ${values.city ?? '-'}`);
  }

  /** The revisions of a contact in webhooks. What came twice is equal, and so recognised. */
  function revisionsTold(accountId: string, phone: string): number[] {
    const told = new Map<number, object>();
    for (const { type, data } of receiver.taken) {
      if (type !== 'ContactChanged' || data.accountId !== accountId || !Array.isArray(data.contacts)) continue;
      for (const contact of data.contacts as { phone: string; revision: number }[]) {
        if (contact.phone !== phone) continue;
        expect(told.get(contact.revision) ?? contact).toEqual(contact);
        told.set(contact.revision, contact);
      }
    }
    return [...told.keys()].sort((a, b) => a - b);
  }

  /** Each of these messages has the same id, by which a receiver recognises what came twice. */
  function isToldOnce(type: string, isMeant: (data: ReceivedMessage['data']) => boolean, expected: object): void {
    const told = receiver.taken.filter((message) => message.type === type && isMeant(message.data));
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    for (const { data, verified } of told) {
      expect(data).toMatchObject(expected);
      expect(verified).toBe(true);
    }
  }

  /** The objects that a record names, now that everything has ended. */
  async function neededObjects(): Promise<string[]> {
    const imports = await db.collection('imports').find().project({ checked: 1, mends: 1 }).toArray();
    const errors = imports.flatMap(({ checked, mends }) => {
      const { lateErrorsKey, errorsKey, listedKey } = (checked ?? {}) as Partial<CheckedFile>;
      return [lateErrorsKey ?? errorsKey, ...(mends ? [mends.key as string, listedKey] : [])];
    });
    const others = await Promise.all(
      ['exports', 'campaigns'].map((name) => db.collection(name).distinct('objectKey', { objectKey: { $ne: null } })),
    );
    return [...errors, ...(others.flat() as string[])].filter((key) => key != null).sort();
  }

  async function objects(prefix = ''): Promise<string[]> {
    const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = stack.env;
    const client = new S3Client({
      endpoint: S3_ENDPOINT!,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: S3_ACCESS_KEY_ID!, secretAccessKey: S3_SECRET_ACCESS_KEY! },
    });
    const page = await client.send(new ListObjectsV2Command({ Bucket: S3_BUCKET!, Prefix: prefix }));
    client.destroy();
    return (page.Contents ?? []).map(({ Key }) => Key!).sort();
  }
});

/** The last of the first six contacts has as many tags as it may have. */
function tags(index: number): string {
  return index === 5 ? '"a, b, c"' : 'a';
}
