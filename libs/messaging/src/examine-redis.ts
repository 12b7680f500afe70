import { clockFault, isOlder, look, type Config, type Finding } from '#platform';
import { withRedis } from './reach-redis.js';

/** The oldest that BullMQ recommends. */
const OLDEST = '6.2';

/** Looks at everything that an installation needs of Redis. Changes nothing. */
export function examineRedis(config: Pick<Config, 'REDIS_URL' | 'REDIS_PREFIX' | 'REDIS_CA'>): Promise<Finding[]> {
  return withRedis(config, async (redis) => {
    const info = await redis.info();
    const looks = await Promise.all([
      // Otherwise it would not have come here.
      look('Redis: address', async () => null),
      look('Redis: clock', async () => {
        const [seconds] = await redis.time();
        return clockFault(Date.now() - Number(seconds) * 1000, 'Redis');
      }),
      look('Redis: rights', async () => {
        const key = `${config.REDIS_PREFIX}:doctor`;
        await redis.eval(`redis.call('set', KEYS[1], '1') return redis.call('del', KEYS[1])`, 1, key);
        return null;
      }),
    ]);
    return [...looks, ...findingsOf(info)];
  });
}

/**
 * What Redis says of itself.
 * @param info its answer to `INFO`
 */
export function findingsOf(info: string): Finding[] {
  const lines = new Map(info.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
  const [release, policy, log] = ['redis_version', 'maxmemory_policy', 'aof_enabled'].map((name) => lines.get(name));
  return [
    {
      about: 'Redis: release',
      seen: release,
      fault: release && isOlder(release, OLDEST) ? `upgrade Redis to ${OLDEST} or newer` : null,
    },
    {
      about: 'Redis: memory',
      seen: policy,
      fault:
        policy === 'noeviction'
          ? null
          : 'it may forget work when its memory is full; start it with --maxmemory-policy noeviction',
    },
    {
      about: 'Redis: persistence',
      fault:
        log === '1'
          ? null
          : 'it forgets waiting work when it restarts, which is found again only after a while; start it with --appendonly yes',
    },
  ];
}
