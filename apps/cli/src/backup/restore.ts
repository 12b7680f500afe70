import { fillDatabase } from '#persistence';
import type { Config } from '#platform';
import { openStore, storage, type ObjectStore } from '#storage';
import { during, UserError, type Report, type Task } from '#terminal';
import { createInterface } from 'node:readline';
import { BackupFolder, fileOfCollection, fileOfObject } from './backup-folder.js';
import { backupObjectSchema, refuseNewer, type BackupManifest, type BackupObject } from './backup-manifest.js';

const OBJECT_TYPE = 'application/octet-stream';
/** Of the number at the beginning of a document in BSON. */
const LENGTH_BYTES = 4;

/**
 * Restores a backup into an empty database and an empty bucket, and migrates the database. Nothing is written before the
 * whole backup was checked. Objects come first, so that no record points to one that is missing.
 * @throws UserError when the backup is damaged, not whole or newer, or the bucket is not empty; ConfigError when the
 *   database is not empty, or MongoDB or the object store cannot be used
 */
export async function restore(folderName: string, config: Config, report: Report): Promise<void> {
  const folder = new BackupFolder(folderName);
  const manifest = await folder.manifest();
  refuseNewer(manifest);
  await during(report, 'Checking the backup', (task) => checkFiles(folder, manifest, task));
  await storage.reach(config, 'all');
  const store = openStore(config);
  const migration = { info: (_fields: object, message: string) => report.say(message) };
  try {
    await fillDatabase(
      config.MONGODB_URI,
      async (insert) => {
        await refuseUnlessEmpty(store, config.S3_BUCKET);
        await during(report, 'Restoring the object store', (task) => restoreObjects(folder, manifest, store, task));
        await during(report, 'Restoring the database', async (task) => {
          for (const [collection, { documents }] of Object.entries(manifest.collections)) {
            task.note(`${collection}: ${documents} documents`);
            await insert(collection, documentsOf(folder, collection));
          }
        });
      },
      migration,
    );
  } finally {
    store.close();
  }
  report.say(`Restored what Contacts ${manifest.version} had at ${manifest.moment ?? manifest.startedAt}.`);
  report.say('Start the services with an empty Redis and the ENCRYPTION_KEY of then. Work that was under way goes on.');
}

async function checkFiles(folder: BackupFolder, manifest: BackupManifest, task: Task): Promise<void> {
  for (const [collection, file] of Object.entries(manifest.collections)) {
    task.note(collection);
    await folder.check(fileOfCollection(collection), file);
  }
  for (const [list, file] of Object.entries(manifest.objectLists)) await folder.check(list, file);
  let objects = 0;
  for await (const object of objectsOf(folder, manifest)) {
    task.note(`${++objects} objects`);
    await folder.check(fileOfObject(object.key), object);
  }
}

async function refuseUnlessEmpty(store: ObjectStore, bucket: string): Promise<void> {
  for await (const { key } of store.list(''))
    throw new UserError(
      `S3_BUCKET: the bucket "${bucket}" is not empty (it has ${key}); a backup is restored only into an empty one.`,
    );
}

async function restoreObjects(folder: BackupFolder, manifest: BackupManifest, store: ObjectStore, task: Task) {
  let objects = 0;
  for await (const { key } of objectsOf(folder, manifest)) {
    await store.upload(key, folder.read(fileOfObject(key)), OBJECT_TYPE);
    task.note(`${++objects} objects`);
  }
}

async function* objectsOf(folder: BackupFolder, { objectLists }: BackupManifest): AsyncGenerator<BackupObject> {
  for (const list of Object.keys(objectLists))
    for await (const line of createInterface({ input: folder.read(list) }))
      yield backupObjectSchema.parse(JSON.parse(line));
}

/** Each document says at its beginning how long it is. */
async function* documentsOf(folder: BackupFolder, collection: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of folder.read(fileOfCollection(collection))) {
    rest = Buffer.concat([rest, piece as Buffer]);
    let from = 0;
    while (rest.length - from >= LENGTH_BYTES) {
      const length = rest.readInt32LE(from);
      if (rest.length - from < length) break;
      yield rest.subarray(from, from + length);
      from += length;
    }
    rest = rest.subarray(from);
  }
}
