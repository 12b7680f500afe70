import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import type { Audience, Import } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv, tagCounts } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const BATCH_ROWS = 40;
const COUNT = 30 * BATCH_ROWS;

/** Everything that this stack has in Redis is deleted, as if Redis had lost its disk. Other stacks keep their data. */
describe('Redis is wiped', () => {
  let stack: Stack;
  let redis: Redis;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts'],
      services: ['campaigns'],
      env: { IMPORT_BATCH_ROWS: String(BATCH_ROWS), JOB_LOCK_SECONDS: '3' },
    });
    redis = new Redis(stack.env.REDIS_URL!);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    redis?.disconnect();
    await mongo?.close();
    await stack?.stop();
  });

  async function wipe(): Promise<number> {
    const keys = [];
    for await (const some of redis.scanStream({ match: `${stack.env.REDIS_PREFIX}*`, count: 1000 }))
      keys.push(...(some as string[]));
    return keys.length === 0 ? 0 : redis.unlink(...keys);
  }

  it('during an import, with the campaigns service down: all rows are applied, and all events are handled', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const accountId = tenant.accounts[0]!.id;
    await stack.kill('campaigns', 'SIGTERM');
    const { id } = await api.upload(accountId, peopleCsv(COUNT));
    await eventually('a part is in', async () => {
      expect((await api.get<Import>(`/v1/imports/${id}`)).processed).toBeGreaterThanOrEqual(COUNT / 4);
    });
    expect(await wipe()).toBeGreaterThan(0);
    expect(await api.finished(id, 120_000)).toMatchObject({ status: 'completed', counts: { created: COUNT } });

    // Wipe again, now that only events for campaigns wait.
    const waiting = await mongo.db().collection('outbox').countDocuments({ pending: 'campaigns' });
    expect(waiting).toBeGreaterThanOrEqual(COUNT / BATCH_ROWS);
    await wipe();
    await stack.start('campaigns');
    const audience = await eventually(
      'campaigns has caught up',
      async () => {
        const current = await api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
        expect(current.behind.eventsWaiting).toBe(0);
        return current;
      },
      60_000,
    );
    expect(audience).toMatchObject({ contacts: COUNT, reachable: COUNT, tags: tagCounts(COUNT) });
  }, 240_000);
});
