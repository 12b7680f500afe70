import type { ProgramName } from '#contracts';
import { ConfigError, type Config } from '#platform';
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import { clientOptions } from './client-options.js';
import { missingInSchema } from './migrations/schema-check.js';

const PATIENCE_MS = 5_000;
/** AuthenticationFailed; that of MongoDB Atlas; Unauthorized. */
const REFUSED = new Set<unknown>([18, 8000, 13]);

/**
 * Connects to MongoDB once, and checks that the server can do what the services need, and that the database has the
 * version and the indexes of this build.
 * @throws ConfigError when the address is wrong, the credentials are refused, the server has no transactions, or the
 *   database is too new; another error when the server does not respond, or the database was not migrated yet
 */
export function reachMongodb({ MONGODB_URI }: Pick<Config, 'MONGODB_URI'>, program: ProgramName): Promise<void> {
  return withMongodb(MONGODB_URI, program, async (db) => {
    const missing = await missingInSchema(db);
    if (missing) throw new Error(missing);
  });
}

/**
 * Connects to MongoDB, does some work, and disconnects.
 * @throws ConfigError when the address is wrong, the credentials are refused, or the server has no transactions
 */
export async function withMongodb(
  uri: string,
  program: ProgramName | 'migrate',
  work: (db: Db) => Promise<void>,
): Promise<void> {
  const client = open(uri, program);
  try {
    const hello = await client.db().command({ hello: 1 });
    const fault = serverFault(hello);
    if (fault) throw new ConfigError(`MONGODB_URI: ${fault}`);
    await work(client.db());
  } catch (error) {
    if (!REFUSED.has((error as { code?: unknown }).code)) throw error;
    throw new ConfigError('MONGODB_URI: MongoDB refuses the user or the password', { cause: error });
  } finally {
    await client.close();
  }
}

function open(uri: string, program: ProgramName | 'migrate'): mongoose.mongo.MongoClient {
  try {
    return new mongoose.mongo.MongoClient(uri, { ...clientOptions(program), serverSelectionTimeoutMS: PATIENCE_MS });
  } catch (cause) {
    throw new ConfigError(`MONGODB_URI: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Why a server cannot be used, by its answer to `hello`; null if it can. A single server has no transactions, and
 * nothing that a majority could confirm.
 */
export function serverFault({ setName, msg }: { setName?: unknown; msg?: unknown }): string | null {
  if (typeof setName === 'string' || msg === 'isdbgrid') return null;
  return 'the server is neither a member of a replica set nor a router of a sharded cluster; start it as a replica set, one member is enough';
}
