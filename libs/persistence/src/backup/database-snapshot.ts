import { ConfigError } from '#platform';
import type { Db, FindOptions } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { backupMarkIn, STATE } from '../migrations/migration-records.js';
import { MIGRATIONS } from '../migrations/migrations.js';
import { databaseVersion } from '../migrations/schema-check.js';
import { withMongodb } from '../reach-mongodb.js';

/** SnapshotTooOld */
const TOO_OLD = 239;

/**
 * In which order collections are read, where the server keeps no snapshots. The contacts come last, so that nothing that
 * is derived from a contact, such as a count or the view of campaigns, is newer than the contact itself.
 */
const FIRST = ['imports', 'import_queues', 'import_batches'];
const LAST = ['outbox', 'audience', 'contacts'];

/** All collections of a database, as they were at one moment. */
export interface DatabaseSnapshot {
  /** The version to which migrations have brought the database. */
  version: number;
  /** Null: the server keeps no snapshots, so each collection is read as it is when its turn comes. */
  moment: Date | null;
  /** Without `migration_state`, which says what is going on in this database now. */
  collections: string[];
  /**
   * The documents of a collection as BSON.
   * @throws ConfigError when the server has forgotten the moment
   */
  documents: (collection: string) => AsyncIterable<Buffer>;
}

/**
 * Reads a database while services go on writing.
 * @throws ConfigError as {@link withMongodb} does, and when the database is newer than this build
 */
export function withSnapshot<T>(uri: string, work: (snapshot: DatabaseSnapshot) => Promise<T>): Promise<T> {
  return withMongodb(uri, 'cli', async (db) => {
    const session = db.client.startSession({ snapshot: true });
    try {
      const { version } = await databaseVersion(db, MIGRATIONS);
      const read: FindOptions = { session, readConcern: { level: 'snapshot' } };
      const moment = (await keepsSnapshots(db, read)) ? new Date() : null;
      return await work({
        version,
        moment,
        collections: (await collectionsOf(db)).filter((name) => name !== STATE),
        documents: (collection) => documentsOf(db, collection, moment ? read : {}),
      });
    } finally {
      await session.endSession();
    }
  });
}

/** The first read fixes the moment. A server that then shows what is written later keeps none, whatever it says. */
async function keepsSnapshots(db: Db, read: FindOptions): Promise<boolean> {
  const marks = backupMarkIn(db);
  const mark = randomUUID();
  await marks.findOne({ _id: 'backup' }, read);
  await marks.updateOne({ _id: 'backup' }, { $set: { mark } }, { upsert: true });
  return (await marks.findOne({ _id: 'backup' }, read))?.mark !== mark;
}

/** All collections of a database, in the order in which they are read. */
export async function collectionsOf(db: Db): Promise<string[]> {
  const found = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  const names = found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  const others = names.filter((name) => !FIRST.includes(name) && !LAST.includes(name)).sort();
  return [...FIRST, ...others, ...LAST].filter((name) => names.includes(name));
}

async function* documentsOf(db: Db, collection: string, read: FindOptions): AsyncGenerator<Buffer> {
  try {
    // With `raw`, documents are what the server sent. So every type and every number stays what it is.
    yield* db.collection(collection).find<Buffer>({}, { ...read, raw: true });
  } catch (error) {
    if ((error as { code?: unknown }).code !== TOO_OLD) throw error;
    throw new ConfigError(
      'The backup took longer than MongoDB remembers a moment. Let it remember more seconds ' +
        '(minSnapshotHistoryWindowInSeconds), or stop the services for the time of the backup.',
      { cause: error },
    );
  }
}
