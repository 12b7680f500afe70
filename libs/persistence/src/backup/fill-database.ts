import { ConfigError } from '#platform';
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import { migrateDatabase } from '../migrations/migrate-database.js';
import type { MigrationLog } from '../migrations/progress.js';
import { withMongodb } from '../reach-mongodb.js';
import { collectionsOf } from './database-snapshot.js';

/** How many documents, and how many bytes of them, are inserted at a time. */
const DOCUMENTS = 1_000;
const BYTES = 8 * 1024 * 1024;

/** Inserts documents, given as BSON, into a collection. */
export type Insert = (collection: string, documents: AsyncIterable<Buffer>) => Promise<void>;

/**
 * Fills a database from a backup, and migrates it then, which also makes the indexes. Until that is done, services that
 * start wait.
 * @throws ConfigError as {@link withMongodb} does, and when the database is not empty
 */
export async function fillDatabase(
  uri: string,
  work: (insert: Insert) => Promise<void>,
  log: MigrationLog,
): Promise<void> {
  await withMongodb(uri, 'cli', async (db) => {
    await refuseUnlessEmpty(db);
    await work((collection, documents) => insertAll(db, collection, documents));
  });
  await migrateDatabase(uri, { log });
}

async function refuseUnlessEmpty(db: Db): Promise<void> {
  for (const name of await collectionsOf(db))
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } }))
      throw new ConfigError(
        `MONGODB_URI: the database "${db.databaseName}" is not empty (it has ${name}); a backup is restored only into an empty one`,
      );
}

async function insertAll(db: Db, collection: string, documents: AsyncIterable<Buffer>): Promise<void> {
  const { deserialize } = mongoose.mongo.BSON;
  let batch: object[] = [];
  let bytes = 0;
  const insert = async () => {
    if (batch.length > 0) await db.collection(collection).insertMany(batch, { ordered: false });
    batch = [];
    bytes = 0;
  };
  for await (const document of documents) {
    // Numbers keep their types.
    batch.push(deserialize(document, { promoteValues: false }));
    bytes += document.length;
    if (batch.length === DOCUMENTS || bytes > BYTES) await insert();
  }
  await insert();
}
