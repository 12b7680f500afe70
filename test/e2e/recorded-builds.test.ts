import { describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { DeadLetter, Import, Page, Reach } from '#contracts';
import { loadConfig } from '#platform';
import { openStore } from '#storage';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { emptyDatabase } from '../support/other-build.js';
import { postJson } from '../support/page-session.js';
import {
  ADMINISTRATOR,
  readAnswers,
  readBuild,
  recordedBuilds,
  RECORDING_ENV,
  settled,
  uploadWithKey,
  type RecordedBuild,
} from '../support/recorded-build.js';
import { startStack, type Stack } from '../support/stack.js';

/** What depends on the moment, or on the words of today's catalogue. */
const UNSTABLE = new Set([
  ...['upTo', 'behind', 'stalled', 'message', 'detail', 'lastUsedAt', 'rowsPerSecond', 'contactsPerSecond'],
  // Of a webhook: the messages that waited may be posted in any order.
  ...['attempts', '/v1/statistics/imports'],
]);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Today's services start on what a build before left behind, as after an upgrade during which nothing ran. */
describe.each(recordedBuilds())('what build %s left behind', (name) => {
  it('is taken up, and answered as that build answers it', async () => {
    const build = readBuild(name);
    const stack = await startStack({ services: [], env: RECORDING_ENV });
    const client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const db = client.db();
    try {
      await bringBack(stack, db, build);
      await stack.start('all');
      const api = new ApiClient(stack.url, build.key);
      await eventually('all is done', () => settled(db, api));
      const accountId = build.records.contacts![0]!.accountId as string;
      const answers = await readAnswers(stack.url, api, accountId);
      expect(Object.entries(answers).filter(([, answer]) => typeof answer === 'number' && answer >= 500)).toEqual([]);
      expect(stable(answers, build)).toMatchObject(stable(build.answers, build));

      const revisions = (collection: string) =>
        db.collection(collection).find().project({ rev: 1 }).sort({ _id: 1 }).toArray();
      expect(await revisions('audience')).toEqual(await revisions('contacts'));
      expect((await postJson(`${stack.url}/v1/session`, ADMINISTRATOR)).status).toBe(200);
      await goesOn(api, build, accountId);
    } finally {
      await client.close();
      await stack.stop();
    }
  }, 120_000);
});

/** Its records and its objects. Redis is empty: what it holds can be lost. */
async function bringBack(stack: Stack, db: mongoose.mongo.Db, { records, objects }: RecordedBuild): Promise<void> {
  await emptyDatabase(stack);
  for (const [collection, documents] of Object.entries(records))
    if (documents.length > 0) await db.collection(collection).insertMany(documents);
  const store = openStore(loadConfig({ ...stack.env }));
  await store.ensureBucket();
  for (const [key, bytes] of Object.entries(objects))
    await store.put(key, Buffer.from(bytes, 'base64'), 'application/octet-stream');
  store.close();
}

/** Keys, waiting imports, dead letters and files of that build serve today's. */
async function goesOn(api: ApiClient, { records }: RecordedBuild, accountId: string): Promise<void> {
  const known = await uploadWithKey(api, accountId);
  expect(known.id).toBe(records.idempotency_keys![0]!.importId);
  const { items } = await api.get<Page<Import>>('/v1/imports');
  const waiting = items.find(({ status }) => status === 'ready')!;
  await api.post(`/v1/imports/${waiting.id}/start`);
  expect(await api.finished(waiting.id)).toMatchObject({ status: 'completed', counts: { created: 1 } });
  const [letter] = (await api.get<Page<DeadLetter>>('/v1/dead-letters')).items;
  await api.post(`/v1/dead-letters/${letter!.id}/replay`);
  await eventually('the replayed batch is merged', async () =>
    expect(await api.get(`/v1/imports/${letter!.importId}`)).toMatchObject({
      status: 'completed',
      counts: { created: 1, unprocessed: 0 },
    }),
  );
  const faulty = items.find(({ counts }) => counts.rejected > 0)!;
  const redirect = await api.request(`/v1/imports/${faulty.id}/errors`);
  expect(await (await fetch(redirect.headers.get('location')!)).text()).toContain('nobody');
  expect((await fetch(await api.downloadUrl(records.exports![0]!._id as string))).status).toBe(200);
}

/** Without what is unstable. When something happened that came after the recording does not matter. */
function stable(answers: Record<string, unknown>, { recordedAt }: RecordedBuild): object {
  const text = JSON.stringify(answers, (key, value: unknown) => {
    if (UNSTABLE.has(key.split('?')[0]!)) return undefined;
    // By reason, because later builds have more reasons.
    if (key === 'excluded')
      return Object.fromEntries((value as Reach['excluded']).map((one) => [one.reason, one.count]));
    return typeof value === 'string' && TIME.test(value) && Date.parse(value) >= recordedAt.getTime() ? 'later' : value;
  });
  return JSON.parse(text) as object;
}
