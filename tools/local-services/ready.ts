import { Redis } from 'ioredis';
import { mongo } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedProcess } from './supervisor.js';

const LOOK_AGAIN_MS = 100;

/**
 * Waits until `probe` succeeds.
 * @throws Error when the process ends first, or with the probe's last error after `timeoutMs`
 */
export async function untilReady(
  probe: () => Promise<void>,
  { timeoutMs = 30_000, process }: { timeoutMs?: number; process?: SupervisedProcess } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (cause) {
      if (process && process.outcome !== null)
        throw new Error(`it ended (${process.outcome}): ${process.tail(3)}`, { cause });
      if (Date.now() > deadline) throw cause;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Resolves when Redis answers PING. */
export async function pingRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 3_000,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

/** Long for our transactions, which take less than a second, and short for somebody who waits. */
const TRANSACTION_SECONDS = 10;

/**
 * A process that is killed leaves its transaction open, and until MongoDB ends that, nobody else can change the same
 * documents. By default this takes a minute.
 */
export function limitTransactions(uri: string): Promise<unknown> {
  const limit = { setParameter: 1, transactionLifetimeLimitSeconds: TRANSACTION_SECONDS };
  return withMongo(uri, (client) => client.db('admin').command(limit));
}

/** Resolves when MongoDB answers `hello` and accepts writes. */
export async function helloMongo(uri: string): Promise<void> {
  await withMongo(uri, async (client) => {
    const hello = await client.db('admin').command({ hello: 1 });
    if (!hello.isWritablePrimary) throw new Error('it does not take writes yet');
  });
}

/** Runs `work` with a client that has short timeouts. */
export async function withMongo<T>(uri: string, work: (client: mongo.MongoClient) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 3_000 });
  try {
    return await work(await client.connect());
  } finally {
    await client.close();
  }
}

/** Resolves when the address answers over HTTP; with `status`, when it answers with exactly this status. */
export async function answersHttp(url: string, status?: number): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  await response.body?.cancel();
  if (status !== undefined && response.status !== status) throw new Error(`${url} answers ${response.status}`);
}
