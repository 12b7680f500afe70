import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '#contracts';
import { makeDownload } from './downloads.js';
import type { Bench } from './figure.js';
import { secondsOf } from './in-turns.js';
import { peopleBlob } from './people-blob.js';
import { megabytes } from './processes.js';

export const WATCHED = ['importer', 'contacts', 'exporter'] as const satisfies ServiceName[];
export type Watched = (typeof WATCHED)[number];

const LOOK_AT_REDIS_MS = 100;

/** The measurements of an import and a download of one size. */
export interface SizeRun {
  /** Rows per second of the import, from upload to `completed`. */
  rowsPerSecond: number;
  /** Peak resident set size of each service since its restart, in MB. */
  peaks: Record<Watched, number>;
  /** Redis' peak memory during the import, in MB. */
  redisPeak: number;
}

/** Restarts the services, then imports and downloads `rows` new contacts. */
export function runSize(bench: Bench, rows: number): Promise<SizeRun> {
  return bench.once(`run of ${rows}`, async () => {
    const product = await bench.product();
    await product.settled();
    await product.restart(WATCHED);
    const accountId = await product.newAccount();
    const { seconds, redisPeak } = await importWatched(bench, accountId, rows);
    await product.settled();
    const made = await makeDownload(product, accountId, 'csv');
    if (made.rows !== rows) throw new Error(`the download has ${made.rows} rows of ${rows}`);
    const peaks = Object.fromEntries(WATCHED.map((name) => [name, megabytes(product.service(name).pid).most]));
    return { rowsPerSecond: rows / seconds, peaks: peaks as SizeRun['peaks'], redisPeak };
  });
}

/** Redis' peak memory in MB while `rows` contacts are imported and no service handles their events. */
export function redisPeakWithoutCampaigns(bench: Bench, rows: number): Promise<number> {
  return bench.once(`run of ${rows} without campaigns`, async () => {
    const product = await bench.product();
    await product.settled();
    const campaigns = product.service('campaigns');
    await campaigns.stop();
    try {
      const { redisPeak } = await importWatched(bench, await product.newAccount(), rows);
      return redisPeak;
    } finally {
      await campaigns.start();
    }
  });
}

async function importWatched(bench: Bench, accountId: string, rows: number) {
  const product = await bench.product();
  const file = await peopleBlob(rows);
  const redis = new Redis(product.redisUrl);
  let redisPeak = 0;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const used = /^used_memory:(\d+)/m.exec(await redis.info('memory'))![1];
      redisPeak = Math.max(redisPeak, Number(used) / 1e6);
      await sleep(LOOK_AT_REDIS_MS);
    }
  })();
  try {
    const seconds = await secondsOf(async () => {
      const { counts } = await product.import(accountId, file);
      if (counts.created !== rows) throw new Error(`${counts.created} of ${rows} contacts were created`);
    });
    return { seconds, redisPeak };
  } finally {
    watching = false;
    await watch;
    redis.disconnect();
  }
}
