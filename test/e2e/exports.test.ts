import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { createHash } from 'node:crypto';
import type { Contact, Export } from '#contracts';
import type { ContactRecord } from '#persistence';
import { ObjectStore } from '#storage';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { csvOf, legalContacts } from '../support/legal-contacts.js';
import { libreOffice } from '../support/libre-office.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { storedContacts } from '../support/stored-contacts.js';
import { readSheet } from '../support/read-sheet.js';

/** More than a list counts without being asked to. */
const COUNT = 10_400;

describe('downloads', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let store: ObjectStore;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts'],
      services: ['exporter'],
      env: { JOB_LOCK_SECONDS: '3' },
    });
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
    store = objectStore(stack);
  }, 60_000);
  afterAll(async () => {
    store?.close();
    await stack?.stop();
  });

  const order = (accountId: string, filter: object = {}, format = 'csv') =>
    api.post<Export>('/v1/exports', { filter: { accountId, ...filter }, format });
  const read = (id: string) => api.get<Export>(`/v1/exports/${id}`);
  const completed = (id: string, timeoutMs?: number) =>
    eventually(
      'the export completes',
      async () => {
        const current = await read(id);
        expect(current.status).toBe('completed');
        return current;
      },
      timeoutMs,
    );

  /** Retries until an export was running when its exporter was killed: sometimes it is done before. */
  async function killedWhileRunning(accountId: string): Promise<string> {
    for (let tries = 0; tries < 10; tries++) {
      const { id } = await order(accountId, {}, 'csv');
      await eventually('it is under way', async () => expect((await read(id)).status).not.toBe('queued'));
      await stack.kill('exporter');
      if ((await read(id)).status === 'running') return id;
      await stack.start('exporter');
    }
    throw new Error('every export was done before its exporter died');
  }

  describe('of any legal content', () => {
    const contacts = legalContacts(300, 5);
    let accountId: string;

    beforeAll(async () => {
      accountId = tenant.accounts[0]!.id;
      const done = await api.finished((await api.upload(accountId, csvOf(contacts))).id, 60_000);
      expect(done).toMatchObject({ status: 'completed', counts: { created: contacts.length } });
    }, 90_000);

    it('are stored exactly as in the file', async () => {
      const { items } = await api.contacts(`accountId=${accountId}&limit=500`);
      const stored = items.map(({ phone, name, tags, values }: Contact) => ({ phone, name, tags, values }));
      expect(stored).toEqual(contacts);
    });

    it.each([
      ['csv', {}],
      ['csv', { hasValue: ['city'] }],
      ['csv', { match: 'any', tag: ['=1+1'], hasValue: ['__proto__'] }],
      ['xlsx', {}],
    ] as const)(
      'go out as %s by %j and come back unchanged',
      async (format, filter) => {
        const { bytes, record } = await api.download(accountId, { format, ...filter });
        const again = await api.finished((await api.upload(accountId, bytes, { fileName: `x.${format}` })).id, 60_000);
        expect(again.error).toBeNull();
        expect(again).toMatchObject({ status: 'completed', rows: record.rows, counts: { unchanged: record.rows } });
        expect(record.rows).toBeGreaterThan(0);
      },
      90_000,
    );

    it('can be selected by the time of the last change, inclusive, and are unchanged when imported again', async () => {
      const everybody = (await api.contacts(`accountId=${accountId}&limit=500`)).items;
      const times = everybody.map(({ updatedAt }) => updatedAt).sort();
      const since = times[Math.floor(times.length / 2)]!;
      const changed = everybody.filter(({ updatedAt }) => updatedAt >= since);
      const { bytes, record } = await api.download(accountId, { updatedSince: since });
      expect(record).toMatchObject({ rows: changed.length, filter: { updatedSince: since } });
      const [, ...rows] = parseCsv(bytes.toString('utf8').slice(1));
      expect(rows.map(([phone]) => phone)).toEqual(changed.map(({ phone }) => phone));
      const again = await api.finished((await api.upload(accountId, bytes)).id, 60_000);
      expect(again.counts).toMatchObject({ unchanged: changed.length });
      const later = new Date(Date.parse(times.at(-1)!) + 1).toISOString();
      expect((await api.contacts(`accountId=${accountId}&updatedSince=${later}`)).items).toEqual([]);
    }, 90_000);

    it('have the same cells in both formats, each as text, for third-party readers', async () => {
      const [csv, xlsx] = [await api.download(accountId), await api.download(accountId, { format: 'xlsx' })];
      const rows = readSheet(xlsx.bytes);
      expect(rows.length).toBe(contacts.length + 1);
      expect(rows.every((cells) => cells.every(({ type }) => type === 's'))).toBe(true);
      expect(rows.map((cells) => cells.map(({ text }) => text))).toEqual(parseCsv(csv.bytes.toString('utf8').slice(1)));
    });

    it.each(['csv', 'xlsx'] as const)(
      'run nothing when LibreOffice opens them as %s',
      async (format) => {
        const { bytes } = await api.download(accountId, { format });
        const opened = libreOffice.open(bytes, format);
        if (opened === null) return;
        expect(opened).not.toContain('table:formula');
        expect(opened).toContain('&apos;=1+1');
      },
      120_000,
    );

    // A check of the test before.
    it('would run a formula there if its cell were not guarded', () => {
      const opened = libreOffice.open(Buffer.from('id,name\n1,=1+1\n'), 'csv');
      if (opened !== null) expect(opened).toContain('table:formula');
    }, 120_000);
  });

  describe('of many contacts', () => {
    let accountId: string;

    beforeAll(async () => {
      accountId = tenant.accounts[1]!.id;
      const client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
      await client.db().collection<ContactRecord>('contacts').insertMany(storedContacts(accountId, COUNT));
      await client.close();
    }, 60_000);

    it('start again when the exporter is killed, and no incomplete file can be downloaded', async () => {
      const status = async (id: string) => (await api.request(`/v1/exports/${id}/download`)).status;
      const id = await killedWhileRunning(accountId);
      expect(await status(id)).toBe(409);
      await stack.start('exporter');
      const record = await completed(id, 60_000);
      expect(record).toMatchObject({ rows: COUNT, expectedRows: COUNT });
      const location = (await api.request(`/v1/exports/${id}/download`)).headers.get('location')!;
      const bytes = Buffer.from(await (await fetch(location)).arrayBuffer());
      expect(record.fileSize).toBe(bytes.length);
      expect(record.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      const phones = bytes
        .toString('utf8')
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[0]);
      expect(new Set(phones).size).toBe(COUNT);
      expect(await objectsOf(store, id)).toHaveLength(1);
    }, 120_000);

    it('are counted exactly to 10,000, and beyond on request', async () => {
      const count = async (query: string) => (await api.contacts(`accountId=${accountId}&limit=1&${query}`)).count;
      expect(await count('')).toEqual({ value: 10_000, exact: false });
      expect(await count('count=exact')).toEqual({ value: COUNT, exact: true });
      expect(await count('tag=dog')).toEqual({ value: COUNT / 2, exact: true });
    });

    it('have a readable name and are only for their organisation', async () => {
      const { id } = await order(accountId, { tag: ['none'] });
      const { fileName, rows, filter } = await completed(id);
      expect(fileName).toMatch(/^contacts-account-2-\d{4}-\d\d-\d\d\.csv$/);
      expect([rows, filter.tag]).toEqual([0, ['none']]);
      const stranger = new ApiClient(stack.url, (await stack.seed()).keys.admin);
      for (const path of [`/v1/exports/${id}`, `/v1/exports/${id}/download`])
        expect((await stranger.request(path)).status).toBe(404);
    });
  });
});

describe('old downloads', () => {
  let stack: Stack;
  let store: ObjectStore;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'exporter'],
      env: { EXPORT_KEEP_HOURS: '0.001', SWEEP_SECONDS: '1', S3_PUBLIC_ENDPOINT: 'http://files.example.test:9000' },
    });
    store = objectStore(stack);
  }, 60_000);
  afterAll(async () => {
    store?.close();
    await stack?.stop();
  });

  it('are removed with their file; until then the browser gets the public address of the store', async () => {
    const { keys, accounts } = await stack.seed();
    const api = new ApiClient(stack.url, keys.viewer);
    const { id } = await api.post<Export>('/v1/exports', { filter: { accountId: accounts[0]!.id } });
    const location = await eventually('the file can be fetched', async () => {
      const response = await api.request(`/v1/exports/${id}/download`);
      expect(response.status).toBe(302);
      return response.headers.get('location')!;
    });
    expect(location).toMatch(/^http:\/\/files\.example\.test:9000\/.*X-Amz-Expires=900&/);
    expect(await objectsOf(store, id)).toHaveLength(1);
    await eventually('the export is swept', async () => {
      expect((await api.request(`/v1/exports/${id}`)).status).toBe(404);
    });
    expect(await objectsOf(store, id)).toEqual([]);
  }, 60_000);
});

function objectStore({ env }: Stack): ObjectStore {
  return new ObjectStore({
    endpoint: env.S3_ENDPOINT,
    publicEndpoint: undefined,
    region: 'us-east-1',
    bucket: env.S3_BUCKET!,
    accessKeyId: env.S3_ACCESS_KEY_ID!,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY!,
  });
}

async function objectsOf(store: ObjectStore, exportId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(`exports/${exportId}/`)) keys.push(key);
  return keys;
}

/** Parses strict RFC 4180. */
function parseCsv(text: string): string[][] {
  return text
    .match(/(?:"(?:[^"]|"")*"|[^\r\n"])*\r\n/g)!
    .map((line) =>
      Array.from(line.slice(0, -2).matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g), ([, cell]) =>
        cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!,
      ),
    );
}
