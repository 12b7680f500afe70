import { namedObjects, withSnapshot, type DatabaseSnapshot } from '#persistence';
import { VERSION, type Config } from '#platform';
import { isMissing, openStore, type ObjectStore } from '#storage';
import { during, type Report } from '#terminal';
import { BackupFolder, fileOfCollection, fileOfObject } from './backup-folder.js';
import { FORMAT, type BackupManifest, type BackupObject } from './backup-manifest.js';

/** How many missing objects are named. */
const SAID = 20;

/**
 * Saves the database and the bucket in a folder, while the services go on. The moment of the database lies between two
 * rounds through the bucket: the first takes most of the objects, and the second, which is short, those that were added
 * since. So an object that a record of that moment points to was there in one of the rounds.
 * @throws UserError when the folder is not empty; ConfigError when MongoDB or the object store cannot be used
 */
export async function backup(folderName: string, config: Config, report: Report): Promise<void> {
  const startedAt = new Date().toISOString();
  const store = openStore(config);
  try {
    const folder = new BackupFolder(folderName);
    await folder.begin();
    const objectLists = { 'objects-1.gz': await saveObjects('objects-1.gz', folder, store, report) };
    const manifest = await withSnapshot(config.MONGODB_URI, async (snapshot): Promise<BackupManifest> => {
      const more = { 'objects-2.gz': await saveObjects('objects-2.gz', folder, store, report) };
      const { collections, missingObjects } = await saveCollections(snapshot, folder, report);
      return {
        format: FORMAT,
        version: VERSION,
        database: snapshot.version,
        startedAt,
        finishedAt: new Date().toISOString(),
        moment: snapshot.moment?.toISOString() ?? null,
        collections,
        objectLists: { ...objectLists, ...more },
        missingObjects,
      };
    });
    await folder.finish(manifest);
    sayResult(folderName, manifest, report);
  } finally {
    store.close();
  }
}

/** Saves the objects that the folder does not have yet. */
async function saveObjects(list: string, folder: BackupFolder, store: ObjectStore, report: Report) {
  let objects = 0;
  const file = await during(report, 'Saving the object store', (task) =>
    folder.write(
      list,
      (async function* () {
        for await (const { key } of store.list('')) {
          const saved = folder.has(fileOfObject(key)) ? null : await saveObject(key, folder, store);
          if (!saved) continue;
          task.note(`${++objects} objects`);
          yield Buffer.from(`${JSON.stringify(saved)}\n`);
        }
      })(),
    ),
  );
  return { ...file, objects };
}

/** @returns null when the object was removed in the meantime */
async function saveObject(key: string, folder: BackupFolder, store: ObjectStore): Promise<BackupObject | null> {
  try {
    return { key, ...(await folder.write(fileOfObject(key), await store.get(key))) };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function saveCollections(snapshot: DatabaseSnapshot, folder: BackupFolder, report: Report) {
  const collections: BackupManifest['collections'] = {};
  const missingObjects: string[] = [];
  await during(report, 'Saving the database', async (task) => {
    for (const collection of snapshot.collections) {
      let documents = 0;
      const file = await folder.write(
        fileOfCollection(collection),
        (async function* () {
          for await (const document of snapshot.documents(collection)) {
            missingObjects.push(...namedObjects(collection, document).filter((key) => !folder.has(fileOfObject(key))));
            if (++documents % 1_000 === 0) task.note(`${collection}: ${documents} documents`);
            yield document;
          }
        })(),
      );
      collections[collection] = { ...file, documents };
    }
  });
  return { collections, missingObjects };
}

function sayResult(
  folder: string,
  { collections, objectLists, moment, missingObjects }: BackupManifest,
  report: Report,
) {
  const documents = Object.values(collections).reduce((sum, file) => sum + file.documents, 0);
  const objects = Object.values(objectLists).reduce((sum, file) => sum + file.objects, 0);
  report.say(`Saved in ${folder}: ${documents} documents and ${objects} objects.`);
  report.say(
    moment
      ? `The database is saved as it was at ${moment}.`
      : 'This MongoDB keeps no snapshots, so the database is saved as of one moment only if no service ran meanwhile.',
  );
  if (missingObjects.length === 0) return;
  report.say(
    `${missingObjects.length} objects that records point to are not in the object store: ` +
      `${missingObjects.slice(0, SAID).join(', ')}${missingObjects.length > SAID ? ' …' : ''}. ` +
      'If the next backup says so too, they were lost before.',
  );
}
