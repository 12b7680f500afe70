import { ConfigError, type Config } from '#platform';
import { Redis } from 'ioredis';

const PATIENCE_MS = 5_000;
/** What Redis answers without a password, with a wrong one, and to a user who may not do this. */
const REFUSED = /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password)/;

/**
 * Connects to Redis once.
 * @throws ConfigError when Redis refuses the credentials; another error when it does not respond
 */
export async function reachRedis(config: Pick<Config, 'REDIS_URL'>): Promise<void> {
  await withRedis(config, (client) => client.ping());
}

/**
 * Connects to Redis, does some work, and disconnects.
 * @throws ConfigError when Redis refuses the credentials; another error when it does not respond
 */
export async function withRedis<T>(
  { REDIS_URL }: Pick<Config, 'REDIS_URL'>,
  work: (client: Redis) => Promise<T>,
): Promise<T> {
  const client = new Redis(REDIS_URL, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
  });
  let fault: Error | undefined;
  // The promise of `connect` only says that the connection is closed; the event says why.
  client.on('error', (error) => (fault ??= error));
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    const cause = fault ?? (error as Error);
    throw REFUSED.test(cause.message)
      ? new ConfigError('REDIS_URL: Redis refuses the user or the password', { cause })
      : cause;
  } finally {
    client.disconnect();
  }
}
