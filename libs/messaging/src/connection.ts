import type { ProgramName } from '#contracts';
import { Shared, VERSION, type Config, type Share } from '#platform';
import type { ConnectionOptions, QueueOptions, WorkerOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { processConnectionName } from './connected.js';
import { redisTrust } from './redis-trust.js';

type QueueConnection = Pick<Config, 'REDIS_URL' | 'REDIS_PREFIX' | 'REDIS_CA'>;

/** Maximum delay between two retries. */
const MAX_BACKOFF_MS = 60_000;

/** The name of this process's workers in Redis, which shows there as long as the process is connected. */
export const WORKER_NAME = randomUUID();

/** While Redis is down, a request that adds a job must fail soon instead of waiting. */
const FOR_QUEUES = { maxRetriesPerRequest: 2 };
/** While something is closed: how often to look whether Redis is there, and how often it must not be. */
const LOOK_MS = 500;
const LOOKS_UNTIL_AWAY = 4;
/** A worker waits for Redis without a limit. */
const FOR_WORKERS = { maxRetriesPerRequest: null };

const connections = new Shared<Redis>((redis) => redis.disconnect());

let program: ProgramName | null = null;

/** From now on the connections that this process shares say which process they belong to ({@link readClients}). */
export function nameConnections(name: ProgramName): void {
  program = name;
}

/** The connection for all queues to which this process adds jobs. */
export function shareQueueConnection(config: QueueConnection): Share<Redis> {
  return connections.share(`queues ${config.REDIS_URL}`, () => connect(config, FOR_QUEUES));
}

/** The connection for all workers of this process. Each has another one, with which it waits for jobs. */
export function shareWorkerConnection(config: QueueConnection): Share<Redis> {
  return connections.share(`workers ${config.REDIS_URL}`, () => connect(config, FOR_WORKERS));
}

/**
 * Makes a connection end at once also when it is closed while Redis is away, whose end BullMQ waits for when it closes a
 * worker. ioredis only stops waiting then and never reports `end` (github.com/redis/ioredis/pull/2169), or keeps the
 * QUIT until it is connected again: a service that was stopped while Redis was away hung until its grace period was over.
 */
function closable(redis: Redis): Redis {
  return Object.assign(redis, {
    disconnect(reconnect = false): void {
      // In this state too there is no socket whose end could be reported, and for it ioredis reports the end itself.
      if (!reconnect && redis.status === 'reconnecting') redis.status = 'wait';
      Redis.prototype.disconnect.call(redis, reconnect);
    },
    async quit(): Promise<'OK'> {
      if (redis.status === 'ready') return Redis.prototype.quit.call(redis);
      redis.disconnect();
      return 'OK';
    },
    /** BullMQ makes each worker's own connection like this. */
    duplicate(override?: Partial<RedisOptions>): Redis {
      const copy = closable(Redis.prototype.duplicate.call(redis, override) as Redis);
      const others = (copies.get(redis) ?? []).filter(({ status }) => status !== 'end');
      copies.set(redis, [...others, copy]);
      return copy;
    },
  });
}

/** By the connection of which they are. */
const copies = new WeakMap<Redis, Redis[]>();

/**
 * Closes a worker, queue or listener of BullMQ, which would wait until Redis is back. When Redis is away, all that was asked of
 * it is given up, and after as long again so is the wait for the end.
 */
export async function closeOrGiveUp(redis: Redis, close: () => Promise<void>): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  let looksAway = 0;
  const left = new Promise<void>((resolve) => {
    watch = setInterval(() => {
      looksAway = redis.status === 'ready' ? 0 : looksAway + 1;
      if (looksAway >= LOOKS_UNTIL_AWAY) giveUp(redis);
      if (looksAway >= 2 * LOOKS_UNTIL_AWAY) resolve();
    }, LOOK_MS);
  });
  const closed = close();
  // After it was left, its failure is of no interest.
  closed.catch(() => undefined);
  try {
    await Promise.race([closed, left]);
  } finally {
    clearInterval(watch);
  }
}

/**
 * Ends a connection and its copies for good: what waits for Redis fails, and so does, at its first attempt, whoever
 * connects one again, as a worker of BullMQ may do after it was closed.
 */
function giveUp(redis: Redis): void {
  for (const connection of [redis, ...(copies.get(redis) ?? [])]) {
    connection.options.retryStrategy = () => null;
    connection.disconnect();
  }
}

function connect(config: QueueConnection, options: RedisOptions): Redis {
  const { REDIS_URL, REDIS_PREFIX } = config;
  const named = program && {
    id: WORKER_NAME,
    program,
    version: VERSION,
    startedAt: new Date(performance.timeOrigin),
  };
  const redis = new Redis(REDIS_URL, {
    ...options,
    ...redisTrust(config),
    ...(named && { connectionName: processConnectionName(REDIS_PREFIX, named) }),
    retryStrategy,
  });
  // Queues and workers report errors. Without a listener of its own, one that comes before or after them is printed.
  redis.on('error', () => undefined);
  return closable(redis);
}

/** BullMQ's delays in milliseconds. With the shorter ones of ioredis, a restart of Redis would fail requests. */
function retryStrategy(times: number): number {
  return Math.max(Math.min(Math.exp(times), 20_000), 1_000);
}

/** Options for queues to which jobs are added. */
export function queueOptions(
  config: QueueConnection,
  connection: ConnectionOptions = { url: config.REDIS_URL, ...FOR_QUEUES },
): QueueOptions {
  return {
    connection,
    prefix: config.REDIS_PREFIX,
    defaultJobOptions: {
      // State is in the database. A finished job is removed, so that its id can be used again.
      removeOnComplete: true,
      removeOnFail: true,
      // Our own code decides whether to retry, because it can distinguish a fault from a poison message.
      attempts: Number.MAX_SAFE_INTEGER,
      backoff: { type: 'custom' },
    },
  };
}

/**
 * Options of a worker. A job may be taken over any number of times after its worker died; by default, BullMQ gives up
 * the second time.
 */
export function workerOptions(
  config: QueueConnection & Pick<Config, 'BACKOFF_MS' | 'JOB_LOCK_SECONDS'>,
  concurrency: number,
  connection: ConnectionOptions = { url: config.REDIS_URL, ...FOR_WORKERS },
): WorkerOptions {
  const lockDuration = Math.ceil(config.JOB_LOCK_SECONDS * 1000);
  return {
    connection,
    prefix: config.REDIS_PREFIX,
    concurrency,
    name: WORKER_NAME,
    maxStalledCount: 1_000_000,
    lockDuration,
    // A whole number: Redis takes no other.
    stalledInterval: Math.ceil(lockDuration / 3),
    settings: { backoffStrategy: (attempts) => backoff(attempts, config.BACKOFF_MS) },
  };
}

/** Exponential backoff with 10% jitter, so that many jobs do not retry at the same moment. */
function backoff(attempts: number, first: number): number {
  return Math.min(MAX_BACKOFF_MS, first * 2 ** (attempts - 1)) * (0.9 + Math.random() / 5);
}
