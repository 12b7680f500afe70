import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Queue } from 'bullmq';
import mongoose from 'mongoose';
import { eventQueueName, type Campaign, type Contact, type Import, type Replay, type TagChange } from '#contracts';
import { memoryLimitMebibytes, memoryMebibytes } from '../../tools/product/process-figures.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** More than may be in flight, and several of each event. */
const COUNT = 300;
const FIRST_PHONE = 34600000000;
/** As long as they may be, and two bytes for each letter; six in the JSON of the outbox. */
const HEADERS = Array.from({ length: 60 }, (_, column) => `Вопрос ${column} `.padEnd(256, 'щ'));
const MEGABYTE = 1024 * 1024;
const SERVICES = ['gateway', 'importer', 'contacts', 'exporter', 'campaigns', 'webhooks'] as const;

/** Each contact has 40 kB of text, so that `COUNT` of them are 12 MB. Only the names of the values repeat. */
function wideCsv(name: string, answer: string): string {
  const rows = Array.from({ length: COUNT }, (_, row) =>
    [
      FIRST_PHONE + row,
      `${name} ${row}`,
      'опрос',
      ...HEADERS.map((_, column) => `${answer} ${row % 7}${column}`),
    ].join(),
  );
  return [['id', 'name', 'tags', ...HEADERS].join(), ...rows].join('\n');
}

/** The processes have the memory that they have in production (service-process.ts, k8s/). */
describe('contacts of 40 kB', () => {
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;
  let receiver: WebhookReceiver;
  let api: ApiClient;
  let accountId: string;
  const answer = 'щ'.repeat(70);

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await startStack({
      services: ['gateway', 'importer'],
      env: { ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') },
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    await api.post('/v1/webhooks', { url: receiver.url, events: ['ContactChanged'] });
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
    await receiver?.goAway();
  });

  const ended = <T extends { finishedAt: string | null }>(address: string) =>
    eventually(
      `${address} ends`,
      async () => {
        const current = await api.get<T>(address);
        expect(current.finishedAt).not.toBeNull();
        return current;
      },
      120_000,
    );
  const importing = async (...upload: Parameters<ApiClient['upload']>) =>
    ended<Import>(`/v1/imports/${(await api.upload(...upload)).id}`);
  const all = { status: 'completed', processed: COUNT };
  const updated = { created: 0, updated: COUNT, unchanged: 0, duplicate: 0, rejected: 0, unprocessed: 0 };

  /** The events that wait for the campaigns service are at most 4 MB of JSON, and have all contacts. */
  async function expectEvents(): Promise<void> {
    const events = await mongo.db().collection('outbox').find({ event: 'ContactChanged' }).toArray();
    const sizes = events.map(({ payload }) => (payload as mongoose.mongo.Binary).length());
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * MEGABYTE);
    const phones = events.flatMap(({ payload }) => {
      const text = Buffer.from((payload as mongoose.mongo.Binary).value()).toString();
      return (JSON.parse(text) as { contacts: { phone: string }[] }).contacts.map(({ phone }) => phone);
    });
    expect(phones.sort()).toEqual(Array.from({ length: COUNT }, (_, row) => String(FIRST_PHONE + row)));
    await mongo.db().collection('outbox').deleteMany({});
  }

  it('are sent a megabyte at a time, also when they are sent again', async () => {
    const queue = new Queue(eventQueueName('ContactUpserted', 'contacts'), {
      connection: { url: stack.env.REDIS_URL },
      prefix: stack.env.REDIS_PREFIX,
    });
    const inFlight = () =>
      eventually('several batches wait', async () => {
        const sizes = (await queue.getPrioritized()).map(({ data }) => Buffer.byteLength(JSON.stringify(data)));
        expect(sizes.length).toBeGreaterThan(4);
        return sizes;
      });
    const { id } = await api.upload(accountId, wideCsv('Wide', answer));
    for (const again of [false, true]) {
      if (again) await queue.obliterate({ force: true });
      const sizes = await inFlight();
      expect(Math.max(...sizes)).toBeLessThan(1.05 * MEGABYTE);
      expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(9.5 * MEGABYTE);
    }
    await queue.close();
    await stack.start('contacts');
    expect(await ended(`/v1/imports/${id}`)).toMatchObject({
      ...all,
      counts: { ...updated, created: COUNT, updated: 0 },
    });
    await expectEvents();
  }, 120_000);

  it('can be tagged', async () => {
    const { id } = await api.post<TagChange>('/v1/tag-changes', { filter: { accountId }, add: ['new'], remove: [] });
    const done = await ended<TagChange>(`/v1/tag-changes/${id}`);
    expect(done).toMatchObject({ ...all, counts: { updated: COUNT, unchanged: 0, rejected: 0 } });
    await expectEvents();
  }, 120_000);

  it('can be renamed at once, by a file that has only names', async () => {
    const names = Array.from({ length: COUNT }, (_, row) => `${FIRST_PHONE + row},Renamed ${row}`);
    expect(await importing(accountId, ['id,name', ...names].join('\n'))).toMatchObject({ ...all, counts: updated });
    await expectEvents();
  }, 120_000);

  it('can lose a value, by a column that is blank throughout', async () => {
    const blank = Array.from({ length: COUNT }, (_, row) => `${FIRST_PHONE + row},Renamed ${row},`);
    const file = [`id,name,${HEADERS[0]}`, ...blank].join('\n');
    const done = await importing(accountId, file, { blankColumns: 'clear' });
    expect(done).toMatchObject({ status: 'completed', counts: { ...updated, updated: 0, unchanged: COUNT } });
    const { values } = await api.get<Contact>(`/v1/accounts/${accountId}/contacts/${FIRST_PHONE}`);
    expect(Object.keys(values)).toHaveLength(HEADERS.length - 1);
    await expectEvents();
  }, 120_000);

  it('are replayed, edited, and frozen in an audience', async () => {
    await Promise.all([stack.start('campaigns'), stack.start('webhooks')]);
    const { id: replayId } = await api.post<Replay>('/v1/replays', { accountId, to: 'campaigns' });
    expect(await ended(`/v1/replays/${replayId}`)).toMatchObject(all);
    const edit = await api.request(`/v1/accounts/${accountId}/contacts/${FIRST_PHONE}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags: { add: ['edited'] } }),
    });
    expect(edit.status).toBe(200);
    await eventually('the webhook has the edit', () =>
      expect(receiver.taken.map(({ data }) => (data.contacts as { tags: string[] }[])[0]!.tags)).toContainEqual([
        'опрос',
        'new',
        'edited',
      ]),
    );
    const segment = { tag: ['new'] };
    const { id } = await api.post<Campaign>('/v1/campaigns', { name: 'Wide', accountId, segment });
    await api.post(`/v1/campaigns/${id}/schedule`, {});
    await eventually('the audience is frozen', async () => {
      const campaign = await api.get<Campaign>(`/v1/campaigns/${id}`);
      expect(campaign).toMatchObject({ state: 'audience_frozen', reach: { count: COUNT } });
    });
  }, 120_000);

  it('are listed and downloaded, and the download changes nothing', async () => {
    const phones: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
      const page = await api.contacts(`accountId=${accountId}&limit=500&sort=-phone${after}`);
      phones.push(...page.items.map(({ phone }) => phone));
      next = page.next;
    }
    expect(phones).toEqual(Array.from({ length: COUNT }, (_, row) => String(FIRST_PHONE + COUNT - 1 - row)));

    await stack.start('exporter');
    for (const format of ['csv', 'xlsx'] as const) {
      const { record, bytes } = await api.download(accountId, { format });
      expect(record).toMatchObject({ rows: COUNT });
      const { id } = await api.upload(accountId, bytes, { fileName: `all.${format}`, start: 'confirm' });
      const forecast = { created: 0, updated: 0, unchanged: COUNT, exact: true };
      await eventually('the file is checked', async () =>
        expect(await api.get(`/v1/imports/${id}`)).toMatchObject({ status: 'ready', forecast }),
      );
      await api.post(`/v1/imports/${id}/start`);
      expect(await ended(`/v1/imports/${id}`)).toMatchObject({
        ...all,
        counts: { ...updated, updated: 0, unchanged: COUNT },
      });
    }
  }, 120_000);

  it('fit into the memory of every service', () => {
    for (const name of SERVICES) {
      expect([name, stack.service(name).isRunning]).toEqual([name, true]);
      if (process.platform !== 'linux') continue;
      const { most } = memoryMebibytes(stack.service(name).pid);
      expect([name, most < memoryLimitMebibytes(name)]).toEqual([name, true]);
    }
  });
});
