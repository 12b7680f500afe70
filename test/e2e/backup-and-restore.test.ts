import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Campaign, Import } from '#contracts';
import { loadConfig } from '#platform';
import { openStore } from '#storage';
import { consoleReport } from '#terminal';
import { restore } from '../../apps/cli/src/backup/restore.js';
import { ApiClient } from '../support/api.js';
import { runCli } from '../support/cli.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv, tagCounts } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const FIRST = 150;
const COUNT = 800;
const LONG_MS = 180_000;
/** Small batches, few at a time, so that the import is interrupted in its middle. */
const env = { IMPORT_BATCH_ROWS: '25', IMPORT_BATCHES_IN_FLIGHT: '8', JOB_LOCK_SECONDS: '3' };

/**
 * The drill that docs/operating.md describes. The installation that is lost was importing, and its campaigns service was
 * down, so that events waited.
 */
describe('a backup that was made during an import', () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'contacts-backup-')), 'backup');
  let lost: Stack;
  let fresh: Stack;
  let key: string;
  let accountId: string;
  let importId: string;
  let faultyId: string;
  let campaignId: string;
  let saved: { errors: string; list: string };

  beforeAll(async () => {
    lost = await startStack({ together: ['gateway', 'importer'], services: ['contacts', 'campaigns'], env });
    const tenant = await lost.seed();
    [key, accountId] = [tenant.keys.admin, tenant.accounts[0]!.id];
    const api = new ApiClient(lost.url, key);
    faultyId = (await api.importFile(accountId, `${peopleCsv(FIRST)}\nnobody,Nobody,,,`)).id;
    const campaign = { name: 'Everybody', accountId, segment: { hasValue: ['city'] } };
    campaignId = (await api.post<Campaign>('/v1/campaigns', campaign)).id;
    await eventually('the campaigns service knows the contacts', () =>
      api.post(`/v1/campaigns/${campaignId}/schedule`, {}),
    );
    await eventually('the audience is frozen', async () =>
      expect(await api.get<Campaign>(`/v1/campaigns/${campaignId}`)).toMatchObject({ state: 'audience_frozen' }),
    );
    saved = await filesOf(api);
    await lost.kill('campaigns', 'SIGTERM');
    importId = (await api.upload(accountId, peopleCsv(COUNT))).id;
    await eventually('a part is in', async () =>
      expect((await api.get<Import>(`/v1/imports/${importId}`)).processed).toBeGreaterThanOrEqual(COUNT / 4),
    );
    await lost.kill('contacts');
  }, LONG_MS);
  afterAll(async () => {
    rmSync(path.dirname(folder), { recursive: true, force: true });
    await lost?.stop();
    await fresh?.stop();
  });

  /** What has been made and stored as a file. */
  async function filesOf(api: ApiClient): Promise<{ errors: string; list: string }> {
    const fetched = async (url: string) => {
      const redirect = await api.request(url);
      return (await fetch(redirect.headers.get('location')!)).text();
    };
    return {
      errors: await fetched(`/v1/imports/${faultyId}/errors`),
      list: await fetched(`/v1/campaigns/${campaignId}/download`),
    };
  }

  const contacts = (stack: Stack, ...args: string[]) => runCli(args, { ...stack.env, CONTACTS_URL: '' });

  async function withDatabase<T>(stack: Stack, work: (db: mongoose.mongo.Db) => Promise<T>): Promise<T> {
    const client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    try {
      return await work(client.db());
    } finally {
      await client.close();
    }
  }

  it(
    'is made while services run, and not into a folder that has something',
    async () => {
      expect(await contacts(lost, 'backup', folder)).toEqual({
        status: 0,
        output: expect.stringMatching(/Saved in .*: \d+ documents and \d+ objects/),
      });
      expect(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))).toMatchObject({
        missingObjects: [],
      });
      expect(await contacts(lost, 'backup', folder)).toEqual({
        status: 1,
        output: expect.stringContaining('is not empty'),
      });

      const api = new ApiClient(lost.url, key);
      expect(await api.get<Import>(`/v1/imports/${importId}`)).toMatchObject({ status: 'importing' });
      await lost.stop();
    },
    LONG_MS,
  );

  it(
    'is restored only into an empty database and an empty bucket',
    async () => {
      fresh = await startStack({ services: [], env });
      const occupied = {
        status: 1,
        output: expect.stringMatching(/the database "\S+" is not empty \(it has migration_state\)/),
      };
      expect(await contacts(fresh, 'restore', folder)).toEqual(occupied);
      await withDatabase(fresh, (db) => db.dropDatabase());
      const store = openStore(loadConfig({ ...fresh.env }));
      await store.put('somebody/else', 'text', 'text/plain');
      const filled = {
        status: 1,
        output: expect.stringMatching(/the bucket "\S+" is not empty \(it has somebody\/else\)/),
      };
      expect(await contacts(fresh, 'restore', folder)).toEqual(filled);
      await store.delete('somebody/else');
      store.close();
    },
    LONG_MS,
  );

  it.each<[string, string, (file: string) => void, RegExp]>([
    ['has lost a file', 'contacts.bson.gz', (file) => rmSync(file), /contacts\.bson\.gz is missing/],
    ['has a changed file', 'imports.bson.gz', flipBit, /imports\.bson\.gz is not what was written/],
    ['has lost a list of objects', 'objects-1.gz', (file) => rmSync(file), /objects-1\.gz is missing/],
    ['did not end', 'manifest.json', (file) => rmSync(file), /not a whole backup/],
    [
      'is of a newer build',
      'manifest.json',
      newer,
      /Contacts 9\.1\.0 \(database version 7\).* is Contacts \d.*version \d/,
    ],
  ])('is not restored when it %s', async (_, name, damage, said) => {
    const file = path.join(folder, name);
    const whole = readFileSync(file);
    damage(file);
    // What the command calls; a process for each would take longer than all else.
    const restored = restore(folder, loadConfig({ ...fresh.env }), consoleReport(nowhere));
    await expect(restored).rejects.toThrow(said);
    writeFileSync(file, whole);
    expect(await withDatabase(fresh, (db) => db.listCollections().toArray())).toEqual([]);
  });

  const nowhere = { write: () => true, isTTY: false, columns: 80 };

  function flipBit(file: string): void {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
  }

  function newer(file: string): void {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...manifest, version: '9.1.0', database: 7 }));
  }

  it(
    'gives an installation that ends the import, counts nothing twice and tells every subscriber',
    async () => {
      expect(await contacts(fresh, 'restore', folder)).toEqual({
        status: 0,
        output: expect.stringContaining('Restored'),
      });
      await fresh.start('all');
      const api = new ApiClient(fresh.url, key);
      expect(await api.finished(importId, LONG_MS)).toMatchObject({
        status: 'completed',
        rows: COUNT,
        counts: { created: COUNT - FIRST, updated: 0, unchanged: FIRST, duplicate: 0, rejected: 0, unprocessed: 0 },
      });
      await eventually(
        'campaigns has caught up',
        async () =>
          expect(await api.get(`/v1/campaigns/audience?accountId=${accountId}`)).toMatchObject({
            behind: { eventsWaiting: 0 },
            contacts: COUNT,
            tags: tagCounts(COUNT),
          }),
        LONG_MS,
      );
      const [inContacts, inView] = await withDatabase(fresh, (db) =>
        Promise.all(['contacts', 'audience'].map((name) => revisions(db, name))),
      );
      expect(inContacts!.filter(({ rev }) => rev !== 1)).toEqual([]);
      expect(isDeepStrictEqual(inView, inContacts)).toBe(true);
      const { record } = await api.download(accountId);
      expect(record.rows).toBe(COUNT);
      expect(await filesOf(api)).toEqual(saved);
    },
    LONG_MS,
  );

  const revisions = (db: mongoose.mongo.Db, name: string) =>
    db.collection<{ _id: string; rev: number }>(name).find().project({ rev: 1 }).sort({ _id: 1 }).toArray();
});
