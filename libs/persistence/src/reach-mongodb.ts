import type { ProgramName } from '#contracts';
import { clockFault, ConfigError, type Config } from '#platform';
import type { Db, Document } from 'mongodb';
import mongoose from 'mongoose';
import { clientOptions, type ClientName } from './client-options.js';
import { STATE } from './migrations/migration-records.js';
import { missingInSchema } from './migrations/schema-check.js';

const PATIENCE_MS = 5_000;
/** AuthenticationFailed, and that of MongoDB Atlas. */
const REFUSED = new Set<unknown>([18, 8000]);
const UNAUTHORIZED = 13;

/**
 * Connects to MongoDB once, and checks that the server can do what the services need, and that the database has the
 * version and the indexes of this build, and that its user may write.
 * @throws ConfigError when the address is wrong, the credentials are refused, the server has no transactions, or the
 *   database is too new; another error when the server does not respond, the database was not migrated yet, or the
 *   clocks differ
 */
export function reachMongodb({ MONGODB_URI }: Pick<Config, 'MONGODB_URI'>, program: ProgramName): Promise<void> {
  return withMongodb(MONGODB_URI, program, async (db, hello) => {
    for (const faultOf of Object.values(NEEDS)) {
      const fault = await faultOf(db, hello);
      if (fault) throw new Error(fault);
    }
  });
}

/** What services wait for: each says what is wrong, or null. */
export const NEEDS: Record<string, (db: Db, hello: Document) => string | null | Promise<string | null>> = {
  clock: (_, { localTime }) =>
    localTime instanceof Date ? clockFault(Date.now() - localTime.getTime(), 'MongoDB') : null,
  rights: async (db) => {
    // Changes nothing, but is refused where the user may only read.
    await db.collection(STATE).updateOne({ nothing: true }, { $unset: { nothing: '' } });
    return null;
  },
  'version of the database': (db) => missingInSchema(db),
};

/**
 * Connects to MongoDB, does some work, and disconnects.
 * @param work gets the database, and what the server says about itself
 * @throws ConfigError when the address is wrong, the credentials are refused, or the server has no transactions
 */
export async function withMongodb<T>(
  uri: string,
  program: ClientName,
  work: (db: Db, hello: Document) => Promise<T>,
): Promise<T> {
  const client = open(uri, program);
  try {
    const hello = await client.db().command({ hello: 1 });
    const fault = serverFault(hello);
    if (fault) throw new ConfigError(`MONGODB_URI: ${fault}`);
    return await work(client.db(), hello);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === UNAUTHORIZED) throw new ConfigError(`MONGODB_URI: ${rightsFault(client)}`, { cause: error });
    if (!REFUSED.has(code)) throw error;
    throw new ConfigError('MONGODB_URI: MongoDB refuses the user or the password', { cause: error });
  } finally {
    await client.close();
  }
}

function open(uri: string, program: ClientName): mongoose.mongo.MongoClient {
  try {
    return new mongoose.mongo.MongoClient(uri, { ...clientOptions(program), serverSelectionTimeoutMS: PATIENCE_MS });
  } catch (cause) {
    throw new ConfigError(`MONGODB_URI: ${(cause as Error).message}`, { cause });
  }
}

function rightsFault(client: mongoose.mongo.MongoClient): string {
  const { username } = client.options.credentials ?? {};
  return username
    ? `the user "${username}" may not read and write the database "${client.db().databaseName}"; give it the role readWrite on it`
    : 'it names no user, but MongoDB asks for one';
}

/**
 * Why a server cannot be used, by its answer to `hello`; null if it can. A single server has no transactions, and
 * nothing that a majority could confirm.
 */
export function serverFault({ setName, msg }: { setName?: unknown; msg?: unknown }): string | null {
  if (typeof setName === 'string' || msg === 'isdbgrid') return null;
  return 'the server is neither a member of a replica set nor a router of a sharded cluster; start it as a replica set, one member is enough';
}
