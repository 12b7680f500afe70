import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { CONFIG, type Config } from '#platform';
import { ObjectStore, openStore } from '#storage';
import { AudienceFileSweeper } from '../../apps/campaigns/src/audience-file-sweeper.js';
import { WritableFrozenAudiencesRepository } from '../../apps/campaigns/src/writable-frozen-audiences.repository.js';
import { ExportObjectSweeper } from '../../apps/exporter/src/export-object-sweeper.js';
import { Backends } from '../../apps/importer/src/backends.js';
import { ImportObjectSweeper } from '../../apps/importer/src/import-object-sweeper.js';
import { eventually } from '../support/eventually.js';
import { startInside, type Inside } from '../support/inside.js';

const TYPE = 'application/octet-stream';

/** The services' sweepers on the real servers, in a bucket of their own. */
let inside: Inside;
let store: ObjectStore;
const client = new S3Client({
  endpoint: process.env.S3_ENDPOINT!,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: process.env.S3_ACCESS_KEY_ID!, secretAccessKey: process.env.S3_SECRET_ACCESS_KEY! },
});

beforeAll(async () => {
  const settings = { OBJECT_SWEEP_SECONDS: '0.2', OBJECT_MARGIN_SECONDS: '3' };
  const opened = { provide: ObjectStore, inject: [CONFIG], useFactory: open };
  const sweepers = [ImportObjectSweeper, ExportObjectSweeper, AudienceFileSweeper];
  inside = await startInside([opened, Backends, WritableFrozenAudiencesRepository, ...sweepers], settings);
  store = inside.app.get(ObjectStore);
});
afterAll(async () => {
  await inside?.stop();
  store?.close();
  client.destroy();
});

async function open(config: Config): Promise<ObjectStore> {
  const store = openStore(config);
  await store.ensureBucket();
  return store;
}

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list('')) found.push(key);
  return found.sort();
}

async function uploads(): Promise<string[]> {
  const { S3_BUCKET: Bucket } = inside.app.get<Config>(CONFIG);
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  return (Uploads ?? []).map(({ Key }) => Key ?? '');
}

const insert = (collection: string, ...records: object[]) => inside.db.collection(collection).insertMany(records);
const lists = () => inside.db.collection('frozen_audiences').distinct('freezeId');

it('removes what a killed process left of an import, an export or a freezing, and nothing else', async () => {
  const [importId, exportId, campaignId, freezeId] = [newId(), newId(), newId(), newId()];
  const errorsKey = `imports/${importId}/1/errors`;
  const objectKey = `exports/${exportId}/1`;
  await insert('imports', { _id: importId, status: 'completed_with_errors', checked: { errorsKey } });
  await insert('exports', { _id: exportId, status: 'completed', objectKey });
  // Its file is there, and the process has not come to say so.
  await insert('campaigns', { _id: campaignId, state: 'scheduled', freezeId, objectKey: null });
  const needed = [errorsKey, objectKey, `campaigns/${campaignId}/${freezeId}.csv`].sort();
  const forgotten = [
    `imports/${importId}/0/rows`,
    `imports/${newId()}/source`,
    // Of an attempt that was killed before its record, and of an export that has expired.
    `exports/${exportId}/0`,
    `exports/${newId()}/1`,
    // Of a freezing that could not go on, so that the campaign is a draft again, and of one that begins anew.
    `campaigns/${newId()}/${newId()}.csv`,
    `campaigns/${campaignId}/${newId()}.csv`,
  ];
  const abandoned = newId();
  await insert('frozen_audiences', { _id: `${freezeId}/0`, freezeId }, { _id: `${abandoned}/0`, freezeId: abandoned });
  for (const key of [...needed, ...forgotten]) await store.put(key, 'text', TYPE);
  await eventually('the objects are removed', async () => expect(await keys()).toEqual(needed));
  await eventually('the list is removed', async () => expect(await lists()).toEqual([freezeId]));
});

it('removes the parts of uploads that nobody completes', async () => {
  for (const prefix of ['imports', 'exports', 'campaigns']) {
    const upload = { Bucket: inside.app.get<Config>(CONFIG).S3_BUCKET, Key: `${prefix}/${newId()}/1` };
    expect((await client.send(new CreateMultipartUploadCommand(upload))).UploadId).toBeDefined();
  }
  await eventually('the uploads are aborted', async () => expect(await uploads()).toEqual([]));
});
