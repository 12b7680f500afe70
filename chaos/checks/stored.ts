import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { MongoClient, type Document } from 'mongodb';
import type {
  AudienceRecord,
  CampaignRecord,
  ContactRecord,
  DeadLetterRecord,
  ExportRecord,
  ImportBatchRecord,
  ImportQueueRecord,
  ImportRecord,
  OutboxRecord,
  ReplayRecord,
  TagChangeRecord,
} from '#persistence';

/** What the product has in MongoDB and the object store, as far as checks look at it. */
export interface Stored {
  imports: ImportRecord[];
  exports: ExportRecord[];
  tagChanges: TagChangeRecord[];
  replays: ReplayRecord[];
  campaigns: CampaignRecord[];
  contacts: (accountId: string) => AsyncIterable<ContactRecord>;
  audience: (accountId: string) => AsyncIterable<AudienceRecord>;
  outbox: Pick<OutboxRecord, '_id' | 'event' | 'pending' | 'version'>[];
  deadLetters: Omit<DeadLetterRecord, 'payload'>[];
  webhookMessages: { _id: string; state: string }[];
  queues: ImportQueueRecord[];
  openBatches: ImportBatchRecord[];
  frozenLists: string[];
  /** The keys of all objects, and of the uploads that were begun and neither completed nor aborted. */
  objects: string[];
  uploads: string[];
}

/** More than a run makes. Of what should not be there, no more is read. */
const SOME = 10_000;

/**
 * Reads it past all relays, with the driver and the S3 client alone.
 * @param env with the addresses: MONGODB_URI, S3_ENDPOINT and so on
 * @returns what is read, until `close` is called
 */
export async function openStored(
  env: Record<string, string>,
  organisationId: string,
): Promise<{ stored: Stored; close: () => Promise<void> }> {
  const client = new MongoClient(env.MONGODB_URI!, { readPreference: 'primary', readConcernLevel: 'majority' });
  const db = client.db();
  const read = <R>(name: string, filter: Document, projection: Document = {}) =>
    db.collection(name).find(filter, { projection }).limit(SOME).toArray() as Promise<unknown> as Promise<R[]>;
  const ours = { organisationId };
  const ofAccount = <R>(name: string, accountId: string) =>
    db.collection(name).find({ accountId }) as AsyncIterable<unknown> as AsyncIterable<R>;
  const stored: Stored = {
    imports: await read<ImportRecord>('imports', ours),
    exports: await read<ExportRecord>('exports', ours),
    tagChanges: await read<TagChangeRecord>('tag_changes', ours),
    replays: await read<ReplayRecord>('replays', ours),
    campaigns: await read<CampaignRecord>('campaigns', ours),
    contacts: (accountId) => ofAccount<ContactRecord>('contacts', accountId),
    audience: (accountId) => ofAccount<AudienceRecord>('audience', accountId),
    outbox: await read<OutboxRecord>('outbox', {}, { event: 1, pending: 1, version: 1 }),
    deadLetters: await read<DeadLetterRecord>('dead_letters', {}, { payload: 0 }),
    webhookMessages: await read<Stored['webhookMessages'][number]>('webhook_messages', {}, { state: 1 }),
    queues: await read<ImportQueueRecord>('import_queues', { 'importIds.0': { $exists: true } }),
    openBatches: await read<ImportBatchRecord>('import_batches', { outcome: null, failed: null }),
    frozenLists: await db.collection('frozen_audiences').distinct('freezeId'),
    ...(await listBucket(env)),
  };
  return { stored, close: () => client.close() };
}

async function listBucket(env: Record<string, string>): Promise<Pick<Stored, 'objects' | 'uploads'>> {
  const Bucket = env.S3_BUCKET ?? 'contacts';
  const client = new S3Client({
    endpoint: env.S3_ENDPOINT!,
    region: env.S3_REGION ?? 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: env.S3_ACCESS_KEY_ID!, secretAccessKey: env.S3_SECRET_ACCESS_KEY! },
  });
  try {
    const objects: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
      objects.push(...(page.Contents ?? []).map(({ Key }) => Key!));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    return { objects, uploads: (Uploads ?? []).map(({ Key }) => Key!) };
  } finally {
    client.destroy();
  }
}
