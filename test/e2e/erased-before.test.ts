import { afterAll, beforeAll, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { text } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import { ERASED_NAME, erasureMark } from '#contact-rules';
import { loadConfig } from '#platform';
import { openStore, type ObjectStore } from '#storage';
import { fileKey, storeAudience } from '../../apps/campaigns/src/audience-file.js';
import { announceErasures } from '../../libs/persistence/src/migrations/announce-erasures.js';
import { migrate } from '../../libs/persistence/src/migrations/migrate.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';

const PHONES = ['34600000001', '34600000002', '34600000003'];
const [, ERASED] = PHONES as [string, string, string];
const LEFT = PHONES.filter((phone) => phone !== ERASED);

let stack: Stack;
let client: mongoose.mongo.MongoClient;
let db: mongoose.mongo.Db;
let store: ObjectStore;

beforeAll(async () => {
  stack = await startStack({ services: ['campaigns'] });
  client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  db = client.db();
  store = openStore(loadConfig({ ...stack.env }));
}, 60_000);
afterAll(async () => {
  store?.close();
  await client?.close();
  await stack?.stop();
});

/** What a build left behind that erased people and did not look into audiences. */
async function leaveErased(): Promise<{ campaignId: string; freezeId: string; objectKey: string }> {
  const { organisationId, accounts } = await stack.seed();
  const accountId = accounts[0]!.id;
  const [campaignId, freezeId] = [newId(), newId()];
  const objectKey = fileKey({ _id: campaignId, freezeId });
  const add = (collection: string, ...documents: { _id: string }[]) =>
    db.collection<{ _id: string }>(collection).insertMany(documents);

  const reach = { count: PHONES.length, excluded: [], upTo: new Date().toISOString() };
  const campaign = { name: 'Spring', segment: {}, state: 'done', reach, createdAt: new Date(), createdBy: null };
  await add('campaigns', { _id: campaignId, organisationId, accountId, freezeId, objectKey, ...campaign } as never);
  const piece = { freezeId, lastPhone: PHONES.at(-1), total: PHONES.length };
  await add(
    'frozen_audiences',
    { _id: `${freezeId}/0`, n: 0, phones: PHONES, isSeal: false, ...piece } as never,
    { _id: `${freezeId}/1`, n: 1, phones: [], isSeal: true, ...piece } as never,
  );
  await storeAudience(store, objectKey, inPieces());
  const mark = erasureMark(new Date(), { kind: 'user', id: newId() });
  const phone = ERASED;
  await add('opt_outs', { _id: `${organisationId}/${phone}`, organisationId, accountId: null, phone, mark } as never);
  const contact = { name: ERASED_NAME, tags: [], values: [], rev: 2, optOut: mark };
  await add('contacts', { _id: `${accountId}/${phone}`, accountId, phone, ...contact } as never);
  return { campaignId, freezeId, objectKey };
}

async function* inPieces(): AsyncGenerator<string[]> {
  yield PHONES;
}

/** The migration is done when the services start, so it is its clean-up that finds people here: both do the same. */
it('takes people whom a build before erased out of frozen audiences and their files, and may be repeated', async () => {
  const { campaignId, freezeId, objectKey } = await leaveErased();
  const audience = async () => {
    const pieces = await db.collection('frozen_audiences').find({ freezeId }).sort({ n: 1 }).toArray();
    const campaign = await db.collection<{ _id: string }>('campaigns').findOne({ _id: campaignId });
    return {
      phones: pieces.flatMap(({ phones }) => phones as string[]),
      campaign: campaign as Record<string, unknown> | null,
    };
  };
  const untilHandled = () =>
    eventually('the service has heard of it', async () =>
      expect(await db.collection('outbox').countDocuments({ event: 'ContactErased' })).toBe(0),
    );
  expect((await audience()).phones).toEqual(PHONES);

  const log = { info: () => undefined };
  await migrate(db, { log, cleanUp: true });
  await untilHandled();
  const done = await audience();
  expect(done.phones).toEqual(LEFT);
  expect(done.campaign).toMatchObject({ erased: 1, reach: { count: LEFT.length } });
  const now = done.campaign!.objectKey as string;
  expect(now).not.toBe(objectKey);
  expect((await text(await store.get(now))).match(/\d{6,}/g)).toEqual(LEFT);
  expect(await store.size(objectKey)).toBeNull();

  await announceErasures({ db, at: null, note: async () => {} });
  expect(await db.collection('outbox').countDocuments({ event: 'ContactErased' })).toBe(1);
  await untilHandled();
  expect(await audience()).toEqual(done);
}, 60_000);
