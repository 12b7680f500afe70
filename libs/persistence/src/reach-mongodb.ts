import type { ServiceName } from '#contracts';
import { ConfigError, type Config } from '#platform';
import mongoose from 'mongoose';
import { clientOptions } from './client-options.js';

const PATIENCE_MS = 5_000;
/** AuthenticationFailed; that of MongoDB Atlas; Unauthorized. */
const REFUSED = new Set<unknown>([18, 8000, 13]);

/**
 * Connects to MongoDB once, and checks that it can do what the services need.
 * @throws ConfigError when the address is wrong, the credentials are refused, or the server has no transactions;
 *   another error when it does not respond
 */
export async function reachMongodb({ MONGODB_URI }: Pick<Config, 'MONGODB_URI'>, service: ServiceName): Promise<void> {
  const client = open(MONGODB_URI, service);
  try {
    const hello = await client.db().command({ hello: 1 });
    const fault = serverFault(hello);
    if (fault) throw new ConfigError(`MONGODB_URI: ${fault}`);
  } catch (error) {
    if (!REFUSED.has((error as { code?: unknown }).code)) throw error;
    throw new ConfigError('MONGODB_URI: MongoDB refuses the user or the password', { cause: error });
  } finally {
    await client.close();
  }
}

function open(uri: string, service: ServiceName): mongoose.mongo.MongoClient {
  try {
    return new mongoose.mongo.MongoClient(uri, { ...clientOptions(service), serverSelectionTimeoutMS: PATIENCE_MS });
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
