import type { Config } from '#platform';
import type { RedisOptions } from 'ioredis';

/** Which certificates a connection to Redis trusts: these alone, if some are named. */
export function redisTrust({ REDIS_CA }: Pick<Config, 'REDIS_CA'>): Pick<RedisOptions, 'tls'> {
  return REDIS_CA === undefined ? {} : { tls: { ca: REDIS_CA } };
}
