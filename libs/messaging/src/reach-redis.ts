import { ConfigError, type Config } from '#platform';
import { Redis } from 'ioredis';
import { redisTrust } from './redis-trust.js';

type RedisAddress = Pick<Config, 'REDIS_URL' | 'REDIS_CA'>;

const PATIENCE_MS = 5_000;
/** What Redis answers without a password, with a wrong one, and to a user who may not do this. */
const REFUSED = /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password)/;

/**
 * Connects to Redis once.
 * @throws ConfigError when Redis refuses the credentials; another error when it does not respond
 */
export async function reachRedis(config: RedisAddress): Promise<void> {
  await withRedis(config, (client) => client.ping());
}

/**
 * Connects to Redis, does some work, and disconnects.
 * @throws ConfigError when Redis refuses the credentials; another error when it does not respond
 */
export async function withRedis<T>(config: RedisAddress, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(config.REDIS_URL, {
    ...redisTrust(config),
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
