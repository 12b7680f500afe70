import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';
import { between, fillDisk, inSeconds, killServer, noDiskOf } from './servers.js';

/** When a script has run for so long, Redis answers BUSY to everybody else. */
const BUSY_AFTER_MS = 200;
/** Added to the data, so that loading them takes longer than the fault. */
const BALLAST_KEYS = 30_000;
const forBallast = (command: string): string => `for i = 1, ${BALLAST_KEYS} do redis.call(${command}) end`;
/** For each key, in microseconds. Redis has this for its own tests, and can be told meanwhile to go on. */
const LOAD_DELAY = 'key-load-delay';
const LOADING_SLOWLY = [`--${LOAD_DELAY}`, '500', '--loading-process-events-interval-bytes', '1024'];

const wiped: Fault = {
  name: 'Redis wiped',
  full: 8,
  happen: ({ world }) =>
    world.redis.turn.run(() =>
      withRedis(world, async (redis) => {
        const keys = await redis.dbsize();
        await redis.flushall();
        return `of ${keys} keys`;
      }),
    ),
};

const killed: Fault = {
  name: 'Redis killed',
  full: 8,
  happen: (scene) => killServer(scene.world.redis, scene),
};

const diskFull: Fault = {
  name: "Redis's disk full",
  full: 2,
  unavailable: (world) => noDiskOf(world.redis),
  async happen(scene) {
    const { world } = scene;
    return fillDisk(world.redis, scene, () => withRedis(world, writeFileAnew));
  },
};

/**
 * What an operator does when the disk has room again (docs/operating.md): a write that came half through may have left a
 * broken line in the middle of the append-only file, and then Redis would not start any more.
 */
async function writeFileAnew(redis: Redis): Promise<void> {
  await redis.bgrewriteaof();
  await eventually('the append-only file is written anew', async () => {
    const info = await redis.info('persistence');
    const isDone = ['aof_rewrite_scheduled:0', 'aof_rewrite_in_progress:0', 'aof_last_bgrewrite_status:ok'];
    if (!isDone.every((line) => info.includes(line))) throw new Error(info);
  });
}

const busy: Fault = {
  name: 'Redis answers BUSY',
  full: 2,
  happen(scene) {
    const { world } = scene;
    const busyMs = between(scene, 5, 10);
    return world.redis.turn.run(() =>
      withRedis(world, (redis) =>
        withRedis(world, async (other) => {
          const [name, before] = (await redis.config('GET', 'busy-reply-threshold')) as [string, string];
          await redis.config('SET', name, BUSY_AFTER_MS);
          const ended = redis.eval('while true do end', 0).catch((error: Error) => error.message);
          try {
            await sleep(busyMs);
          } finally {
            await other.script('KILL');
            await ended;
            await redis.config('SET', name, before);
          }
          return `for ${inSeconds(busyMs)}`;
        }),
      ),
    );
  },
};

const loading: Fault = {
  name: 'Redis answers LOADING',
  full: 2,
  unavailable: (world) =>
    withRedis(world, async (redis) => {
      const found = await redis.config('GET', LOAD_DELAY);
      return found.length > 0 ? null : 'this Redis cannot be told to load its data slowly';
    }),
  happen(scene) {
    const { world } = scene;
    const { process, turn } = world.redis;
    const loadingMs = between(scene, 5, 10);
    return turn.run(async () => {
      await withRedis(world, (redis) => redis.eval(forBallast("'SET', 'ballast' .. i, i"), 0));
      await process.kill();
      process.launch(LOADING_SLOWLY);
      try {
        await sleep(loadingMs);
        const said = await withRedis(world, (redis) => redis.dbsize().catch((error: Error) => error.message));
        if (!String(said).startsWith('LOADING')) throw new Error(`Redis did not load for long enough: ${said}`);
      } finally {
        await withRedis(world, (redis) => redis.config('SET', LOAD_DELAY, 0));
        await process.ready();
        await withRedis(world, (redis) => redis.eval(forBallast("'DEL', 'ballast' .. i"), 0));
      }
      return `for ${inSeconds(loadingMs)}`;
    });
  },
};

/** A client that goes past all relays, and may ask a Redis that is not ready. */
async function withRedis<T>(world: World, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(world.env.REDIS_URL!, { enableReadyCheck: false });
  redis.on('error', () => undefined);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

export const redisFaults: Fault[] = [wiped, killed, diskFull, busy, loading];
