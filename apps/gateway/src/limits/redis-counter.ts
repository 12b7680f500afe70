import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { redisTrust } from '#messaging';
import { CONFIG, LOGGER, type Config } from '#platform';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { AGAINST_GUESSING } from './limiters.js';
import { LocalCounter } from './local-counter.js';

type Count = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Counts and sets the expiry in one atomic step, so that no count is left without an expiry. */
const COUNT = `
local hits = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {hits, left}`;

/** How long a request waits for its count. */
const PATIENCE_MS = 500;
const SAY_AGAIN_AFTER_MS = 60_000;

/**
 * Counts requests in Redis, for all gateways together. While Redis is unavailable, requests are served uncounted; where
 * something may be guessed, they are counted here.
 * The existing stores for @nestjs/throttler support Nest up to 11, and refuse requests when Redis is unavailable.
 */
@Injectable()
export class RedisCounter implements ThrottlerStorage, OnApplicationShutdown {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly here = new LocalCounter();
  private saidAt = 0;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.prefix = config.REDIS_PREFIX;
    this.redis = new Redis(config.REDIS_URL, {
      ...redisTrust(config),
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: PATIENCE_MS,
    });
    this.redis.on('error', (error) => this.say(error));
  }

  /** @param ttl the window in milliseconds. A caller over the limit is served again when it ends */
  async increment(key: string, ttl: number, limit: number, _block: number, limiter: string): Promise<Count> {
    try {
      const answer = await this.redis.eval(COUNT, 1, `${this.prefix}:limits:${key}`, ttl);
      const [totalHits, left] = answer as [number, number];
      const seconds = Math.max(1, Math.ceil(left / 1000));
      return { totalHits, timeToExpire: seconds, isBlocked: totalHits > limit, timeToBlockExpire: seconds };
    } catch (error) {
      this.say(error);
      if (!AGAINST_GUESSING.has(limiter))
        return { totalHits: 0, timeToExpire: 0, isBlocked: false, timeToBlockExpire: 0 };
      const counted = this.here.count(key, ttl);
      return { ...counted, isBlocked: counted.totalHits > limit, timeToBlockExpire: counted.timeToExpire };
    }
  }

  /** What is counted in the window that runs; null while Redis is away. */
  async read(key: string): Promise<number | null> {
    try {
      return Number((await this.redis.get(`${this.prefix}:limits:${key}`)) ?? 0);
    } catch (error) {
      this.say(error);
      return null;
    }
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  private say(error: unknown): void {
    if (Date.now() - this.saidAt < SAY_AGAIN_AFTER_MS) return;
    this.saidAt = Date.now();
    this.logger.warn({ err: error }, 'Redis is away: requests are not counted, and sign-ins in this gateway alone');
  }
}
