import { describe, expect, it } from 'vitest';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { JOB_QUEUES, type Account, type Campaign, type NewWebhook, type Page } from '#contracts';
import { loadConfig } from '#platform';
import { openStore } from '#storage';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { GraphApiStandIn } from '../support/graph-api.js';
import { buildOf, emptyDatabase, logOf, migrateAs, processesOf, type Services } from '../support/other-build.js';
import { cookieOf, postJson } from '../support/page-session.js';
import {
  ADMINISTRATOR,
  PHONE,
  readAnswers,
  RECORDING_ENV,
  settled,
  uploadWithKey,
  writeBuild,
  type RecordedBuild,
} from '../support/recorded-build.js';
import { startStack, type Stack } from '../support/stack.js';

/** The name of the fixture, and the commit of the build; none: this one. `npm run record-build` sets them. */
const { RECORD_AS, RECORD_FROM } = process.env;
const LONG_MS = 900_000;
const BATCHES = 'ContactUpserted.contacts';

/**
 * Writes the fixture of a build. Everything that leaves a record, a job or an event behind is done once, by the API alone.
 * Then the services are stopped in the middle of their work, and what they stored is read. What they make of it when they
 * start again is what later builds have to make of it.
 */
(RECORD_AS ? describe : describe.skip)(`the fixture ${RECORD_AS}`, () => {
  it(
    'is written by the services of its build',
    async () => {
      const root = RECORD_FROM ? buildOf(RECORD_FROM) : ROOT;
      const supervisor = new Supervisor();
      const graph = await GraphApiStandIn.start();
      graph.numbers = [1, 2].map((n) => ({
        id: `10654035224290${n}`,
        display_phone_number: `+1 631-555-000${n}`,
        verified_name: `Shop ${n}`,
        status: 'CONNECTED',
      }));
      const stack = await startStack({ services: [], env: { ...RECORDING_ENV, GRAPH_API_URL: graph.url } });
      await emptyDatabase(stack);
      const client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
      const jobs = await JobWatch.start(stack);
      try {
        migrateAs(root, stack);
        const services = await processesOf(stack, root, supervisor);
        await Promise.all(Object.values(services).map((service) => service.start()));
        const { url } = services.gateway;
        const key = await signUp(url, logOf(stack, root, 'gateway'));
        const api = new ApiClient(url, key);
        await api.post('/v1/whatsapp-connections', { businessAccountId: '102290129340398', token: 'good-token' });
        const accountId = (await api.get<Page<Account>>('/v1/accounts')).items[0]!.id;
        await doOneOfEach(api, accountId);
        await loseBatch(stack, services, api, accountId);
        await stopInTheMiddle(services, client.db(), api, accountId);
        const left = {
          commit: execFileSync('git', ['rev-parse', RECORD_FROM ?? 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim(),
          recordedAt: new Date(),
          key,
          records: await recordsOf(client.db()),
          objects: await objectsOf(stack),
        };
        await Promise.all((['importer', 'contacts', 'campaigns', 'webhooks'] as const).map((n) => services[n].start()));
        await eventually('all is done', () => settled(client.db(), api));
        writeBuild(RECORD_AS!, { ...left, queued: jobs.seen, answers: await readAnswers(url, api, accountId) });
        saysWhatIsMissing(left.records, jobs.seen);
      } finally {
        jobs.end();
        await client.close();
        await supervisor.close();
        await stack.stop();
        graph.stop();
      }
    },
    LONG_MS,
  );
});

/** As the first administrator. @returns an API key */
async function signUp(url: string, log: string): Promise<string> {
  const [, token] = /\/welcome#token=([\w-]{43})/.exec(readFileSync(log, 'utf8'))!;
  const wish = { token, organisation: 'Example Ltd', name: 'Ana García', ...ADMINISTRATOR };
  const cookie = cookieOf(await postJson(`${url}/v1/first-administrator`, wish));
  const made = await postJson(`${url}/v1/keys`, { name: 'Fixtures', role: 'admin' }, { cookie });
  return ((await made.json()) as { key: string }).key;
}

async function doOneOfEach(api: ApiClient, accountId: string): Promise<void> {
  const filter = { accountId };
  const segment = { tag: ['dog'] };
  const webhook = await api.post<NewWebhook>('/v1/webhooks', {
    url: 'http://127.0.0.1:9/',
    events: ['ContactChanged', 'ValueRemoved', 'ImportFinished'],
  });
  await api.post(`/v1/webhooks/${webhook.id}/ping`);
  await api.post('/v1/members', { email: 'invited@test.example', role: 'viewer' });
  await api.post('/v1/campaigns', { name: 'Draft', accountId, segment });
  // Not `post`, which would throw: an old build has no segments.
  await api.request('/v1/segments', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Dogs', accountId, conditions: segment }),
  });
  await api.finished((await uploadWithKey(api, accountId)).id);
  const faulty = `id,name,city,note\n${PHONE},Jane,paris,\n${PHONE},Jane S,paris,\nnobody,Nobody,rome,\n`;
  await api.importFile(accountId, faulty);
  await api.importFile(accountId, 'name\nNobody\n');
  const waiting = await api.upload(accountId, 'id,name\n34600111333,Luz\n', { start: 'confirm' });
  await eventually('it is checked', async () =>
    expect(await api.get(`/v1/imports/${waiting.id}`)).toMatchObject({ status: 'ready' }),
  );
  await api.post(`/v1/accounts/${accountId}/contacts`, { phone: '34600111555', name: 'Eva', tags: ['vip'] });
  await api.post(`/v1/accounts/${accountId}/contacts/${PHONE}/reachability`, { status: 'usable' });
  for (const [path, wish] of [
    ['/v1/tag-changes', { filter, add: ['new'] }],
    ['/v1/exports', { filter }],
    ['/v1/replays', { accountId, to: 'campaigns' }],
  ] as const) {
    const { id } = await api.post<{ id: string }>(path, wish);
    await eventually(`${path} ends`, async () =>
      expect(await api.get(`${path}/${id}`)).toMatchObject({ status: 'completed' }),
    );
  }
  for (const when of [{}, { scheduledAt: '2999-01-01T00:00:00.000Z' }]) {
    const { id } = await api.post<Campaign>('/v1/campaigns', { name: 'Scheduled', accountId, segment });
    await api.post(`/v1/campaigns/${id}/schedule`, when);
    if (!('scheduledAt' in when))
      await eventually('it is frozen', async () =>
        expect(await api.get(`/v1/campaigns/${id}`)).toMatchObject({ state: 'audience_frozen' }),
      );
  }
  await eventually('a message is given up', async () =>
    expect((await api.get<NewWebhook>(`/v1/webhooks/${webhook.id}`)).givenUp).toBeGreaterThan(0),
  );
  await api.post(`/v1/webhooks/${webhook.id}/retry`);
}

/** An import whose batch becomes a dead letter. */
async function loseBatch(stack: Stack, services: Services, api: ApiClient, accountId: string): Promise<void> {
  await services.contacts.kill('SIGTERM');
  const { id } = await api.upload(accountId, 'id,name\n34600111444,Lost\n');
  const queue = new Queue(BATCHES, { connection: { url: stack.env.REDIS_URL! }, prefix: stack.env.REDIS_PREFIX! });
  const [job] = await eventually('its batch waits', async () => {
    const found = await queue.getJobs(['prioritized']);
    expect(found).toHaveLength(1);
    return found;
  });
  await job!.updateData({ ...(job!.data as object), rows: 'spoiled' });
  await queue.close();
  await services.contacts.start();
  expect(await api.finished(id)).toMatchObject({ status: 'completed_with_errors' });
}

/** Leaves events that no subscriber has handled, and an import whose batch nobody has merged. */
async function stopInTheMiddle(
  services: Services,
  db: mongoose.mongo.Db,
  api: ApiClient,
  accountId: string,
): Promise<void> {
  await Promise.all([services.campaigns.kill('SIGTERM'), services.webhooks.kill('SIGTERM')]);
  await api.importFile(accountId, `id,name,city\n${PHONE},Jane Smith,\n34600111666,Leo,\n`);
  await services.contacts.kill('SIGTERM');
  const { id } = await api.upload(accountId, 'id,name,city\n34600111777,Mia,rome\n34600111222,Ana M,rome\n');
  await eventually('its batch is in the ledger', async () =>
    expect(await db.collection('import_batches').countDocuments({ importId: id })).toBe(1),
  );
  await services.importer.kill('SIGTERM');
}

async function recordsOf(db: mongoose.mongo.Db): Promise<RecordedBuild['records']> {
  const records: RecordedBuild['records'] = {};
  for (const { name } of await db.listCollections().toArray())
    records[name] = await db.collection(name).find().toArray();
  return records;
}

async function objectsOf(stack: Stack): Promise<RecordedBuild['objects']> {
  const store = openStore(loadConfig({ ...stack.env }));
  const objects: RecordedBuild['objects'] = {};
  for await (const { key } of store.list('')) objects[key] = (await buffer(await store.get(key))).toString('base64');
  store.close();
  return objects;
}

/** Sees in Redis itself what BullMQ stores of each new job, because workers take most jobs at once. */
class JobWatch {
  readonly seen: RecordedBuild['queued'] = {};

  private constructor(
    private readonly redis: Redis,
    private readonly monitor: Redis,
    prefix: string,
  ) {
    monitor.on('monitor', (_: string, [command, key, , , field, data]: string[]) => {
      if (command?.toUpperCase() === 'HMSET' && field === 'data' && key!.startsWith(`${prefix}:`))
        this.note(key!.slice(prefix.length + 1).split(':')[0]!, JSON.parse(data!) as object);
    });
  }

  static async start({ env: { REDIS_URL, REDIS_PREFIX } }: Stack): Promise<JobWatch> {
    const redis = new Redis(REDIS_URL!);
    return new JobWatch(redis, await redis.monitor(), REDIS_PREFIX!);
  }

  end(): void {
    this.monitor.disconnect();
    this.redis.disconnect();
  }

  /** Of an event in the outbox, a job has only the id. */
  private note(queue: string, data: object): void {
    const kinds = (this.seen[queue] ??= []);
    const kindOf = (known: unknown) => (known as { kind?: string }).kind;
    if (!('outboxId' in data) && !kinds.some((known) => kindOf(known) === kindOf(data))) kinds.push(data);
  }
}

/** Without everything, a later build would not have to read everything. An old build may lack something. */
function saysWhatIsMissing(records: RecordedBuild['records'], queued: RecordedBuild['queued']): void {
  const kinds = Object.entries(queued).flatMap(([queue, known]) =>
    known.map((data) => [queue, (data as { kind?: string }).kind].filter(Boolean).join(' ')),
  );
  const wanted = [
    ...JOB_QUEUES.filter((queue) => queue !== 'imports' && queue !== 'campaigns'),
    ...[
      'imports check',
      'imports apply',
      'campaigns freeze',
      'campaigns effect',
      BATCHES,
      'ColumnsFoundBlank.contacts',
    ],
    ...['event ContactChanged', 'event ValueRemoved', 'event ImportFinished'],
  ];
  const events = records.outbox!.map(({ event }) => `event ${event}`);
  const missing = wanted.filter((name) => ![...kinds, ...events].includes(name));
  const empty = Object.keys(records).filter((name) => records[name]!.length === 0);
  if (RECORD_FROM) console.log('not recorded, because this build had none:', missing, empty);
  else expect({ missing, empty }).toEqual({ missing: [], empty: [] });
}
