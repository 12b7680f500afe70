import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Queue, Worker, type Job } from 'bullmq';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { v7 as newId } from 'uuid';
import { eventQueueName, type Import, type JobPayload } from '#contracts';
import { CrashWatch, JobHandlers, JobQueues, JobRunner, Queues, queueOptions, type JobContext } from '#messaging';
import { createLogger, loadConfig, PlatformModule, SERVICE, type Config } from '#platform';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
const LAST_PLACE = 2 ** 21 - 1;
const NAME = 'tried';

const newConfig = (env: Record<string, string> = {}) =>
  loadConfig({ ...process.env, REDIS_PREFIX: `{test-${randomBytes(5).toString('hex')}}`, ...env });

describe('a queue', () => {
  let config: Config;
  let redis: Redis;
  let queues: Queues;
  /** Takes one job after the other. */
  let worker: Worker;
  const token = randomUUID();

  beforeEach(async () => {
    config = newConfig();
    redis = new Redis(config.REDIS_URL);
    queues = new Queues(config, logger);
    worker = new Worker(NAME, undefined, {
      connection: { url: config.REDIS_URL, maxRetriesPerRequest: null },
      prefix: config.REDIS_PREFIX,
    });
    await worker.waitUntilReady();
  });
  afterEach(async () => {
    await worker.close();
    await wipe();
    await queues.onApplicationShutdown();
    redis.disconnect();
  });

  async function wipe(): Promise<void> {
    const keys = await redis.keys(`${config.REDIS_PREFIX}*`);
    if (keys.length > 0) await redis.del(keys);
  }

  const add = (organisationId: string | undefined, jobId: string) =>
    queues.add(NAME, NAME, { organisationId }, jobId, { organisationId });
  const addMany = async (organisationId: string, count: number) => {
    for (let n = 1; n <= count; n++) await add(organisationId, `${organisationId}-${n}`);
  };
  const begin = async (): Promise<Job | undefined> => (await worker.getNextJob(token, { block: false })) ?? undefined;
  /** Begins and ends the next job. @returns its id */
  async function take(): Promise<string | undefined> {
    const job = await begin();
    await job?.moveToCompleted(null, token, false);
    return job?.id;
  }
  async function takeMany(count: number): Promise<(string | undefined)[]> {
    const taken = [];
    for (let n = 0; n < count; n++) taken.push(await take());
    return taken;
  }
  const setHighest = (place: number) =>
    redis.hset(`${config.REDIS_PREFIX}:${NAME}:shares`, { now: place, highest: place });

  it('serves an organisation that comes later among the next, however many jobs another one has', async () => {
    await addMany('a', 200);
    expect(await takeMany(3)).toEqual(['a-1', 'a-2', 'a-3']);
    await addMany('b', 1);
    expect((await takeMany(2)).sort()).toEqual(['a-4', 'b-1']);
    await addMany('c', 2);
    const next = await takeMany(4);
    expect(next.filter((id) => id!.startsWith('c'))).toEqual(['c-1', 'c-2']);
    expect(await queues.size(NAME)).toBe(194);
  });

  it('gives organisations whose jobs wait the same shares, and keeps the order within each', async () => {
    const organisations = ['a', 'b', 'c', 'd'];
    const steps = fc.array(fc.oneof(fc.constantFrom(...organisations), fc.constant(null)), { maxLength: 80 });
    let added = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (all, isAddedFirst) => {
        const waiting = new Map(organisations.map((id) => [id, [] as string[]]));
        /** By how many jobs the first is ahead of the second, since both have jobs that wait. */
        const ahead = new Map<string, number>();
        const served = async () => {
          const taken = await take();
          const ids = [...waiting].filter(([, jobs]) => jobs.length > 0).map(([id]) => id);
          if (taken === undefined) return expect(ids).toEqual([]);
          const [mine] = taken.split('-') as [string];
          expect(waiting.get(mine)!.shift()).toBe(taken);
          for (const other of ids.filter((id) => id !== mine)) {
            const lead = (ahead.get(`${mine} ${other}`) ?? 0) + 1;
            // Who comes back may just have had its turn, so the other one has two in a row.
            expect(lead).toBeLessThanOrEqual(isAddedFirst ? 1 : 2);
            ahead.set(`${mine} ${other}`, lead);
            ahead.set(`${other} ${mine}`, -lead);
          }
          if (waiting.get(mine)!.length > 0) return;
          for (const pair of ahead.keys()) if (pair.split(' ').includes(mine)) ahead.delete(pair);
        };
        const order = isAddedFirst ? [...all].sort((a, b) => Number(a === null) - Number(b === null)) : all;
        for (const organisation of order) {
          if (organisation === null) await served();
          else {
            const id = `${organisation}-${++added}`;
            await add(organisation, id);
            waiting.get(organisation)!.push(id);
          }
        }
        while ((await queues.size(NAME)) > 0) await served();
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('takes no place for a job that is there already', async () => {
    await addMany('a', 1);
    for (let times = 0; times < 5; times++) await add('a', 'a-1');
    await add('a', 'a-2');
    await addMany('b', 2);
    expect(await takeMany(4)).toEqual(['a-1', 'b-1', 'a-2', 'b-2']);
  });

  it('lets what waits for another attempt keep its place', async () => {
    await addMany('a', 20);
    for (const job of [await begin(), await begin()]) await job!.moveToDelayed(Date.now(), token);
    await addMany('b', 20);
    expect(await take()).toBe('a-1');
    // Its old place makes nobody else early.
    await addMany('c', 3);
    expect(await take()).toBe('a-2');
    expect((await takeMany(3)).sort()).toEqual(['a-3', 'b-1', 'c-1']);
  });

  it('puts what makes way for others behind the jobs of its organisation', async () => {
    await addMany('a', 3);
    const first = (await begin())!;
    await addMany('b', 1);
    await queues.toTheEnd(first, 'a');
    await first.moveToDelayed(Date.now(), token);
    expect((await takeMany(2)).sort()).toEqual(['a-2', 'b-1']);
    expect(await takeMany(3)).toEqual(['a-3', 'a-1', undefined]);
  });

  it('first serves jobs that a build before has added, without a place', async () => {
    await addMany('a', 5);
    const old = new Queue(NAME, queueOptions(config));
    await old.add(NAME, { organisationId: 'b' }, { jobId: 'b-old' });
    await addMany('b', 1);
    expect([...(await queues.waitingOrganisations(NAME))].sort()).toEqual(['a', 'b']);
    expect(await take()).toBe('b-old');
    expect((await takeMany(2)).sort()).toEqual(['a-1', 'b-1']);
    await old.close();
  });

  it('begins again when Redis has lost everything', async () => {
    await addMany('a', 30);
    await takeMany(5);
    await wipe();
    expect(await take()).toBeUndefined();
    await addMany('a', 30);
    await addMany('b', 1);
    expect((await takeMany(2)).sort()).toEqual(['a-1', 'b-1']);
  });

  it('goes on in the order of arrival when all places are used, and begins again when it is empty', async () => {
    await add('a', 'a-0');
    await setHighest(LAST_PLACE - 1);
    await addMany('a', 3);
    await addMany('b', 2);
    const jobs = await queues.get(NAME).getPrioritized();
    expect(Math.max(...jobs.map(({ priority }) => priority))).toBe(LAST_PLACE);
    expect((await takeMany(6)).sort()).toEqual(['a-0', 'a-1', 'a-2', 'a-3', 'b-1', 'b-2']);
    await add('a', 'a-4');
    expect((await begin())!.priority).toBe(1);
    await setHighest(LAST_PLACE - 100);
    // One job still runs, and may come back with its place.
    expect((await add('a', 'a-5')).opts.priority).toBe(LAST_PLACE - 100);
  });

  it('tells since when the oldest of its next jobs has waited', async () => {
    expect(await queues.state(NAME)).toMatchObject({ counts: { waiting: 0 }, oldest: null });
    await add('a', 'a-1');
    const before = new Date();
    await eventually('the clock moves', () => expect(Date.now()).toBeGreaterThan(before.getTime()));
    await addMany('b', 3);
    const { counts, oldest } = await queues.state(NAME);
    expect(counts).toEqual({ waiting: 4, active: 0, delayed: 0 });
    expect(oldest!.getTime()).toBeLessThanOrEqual(before.getTime());
  });
});

/** What the handler below does; each test sets it. */
let handle: (job: JobPayload<'exports'>, context: JobContext) => Promise<void>;

@JobHandlers('exporter', () => 1)
class Handlers {
  onExports(job: JobPayload<'exports'>, context: JobContext): Promise<void> {
    return handle(job, context);
  }

  async giveUpExports(): Promise<void> {}
}

describe('a long job', () => {
  let app: INestApplicationContext;
  afterEach(() => app.close());

  it('makes way for another organisation, and goes on after it', async () => {
    const config = newConfig({ JOB_TURN_SECONDS: '0.2' });
    @Module({
      imports: [DiscoveryModule, PlatformModule.forRoot(config, logger)],
      providers: [{ provide: SERVICE, useValue: 'exporter' }, JobQueues, Queues, CrashWatch, Handlers, JobRunner],
    })
    class TestModule {}
    const [a, b] = [newId(), newId()];
    const seen: string[] = [];
    let end!: () => void;
    const mayEnd = new Promise<void>((resolve) => (end = resolve));
    handle = async ({ organisationId }, { signal }) => {
      const name = organisationId === a ? 'a' : 'b';
      seen.push(`${name} begins`);
      if (name === 'b') return;
      await Promise.race([mayEnd, once(signal, 'abort')]);
      signal.throwIfAborted();
      seen.push('a ends');
    };
    app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
    const add = (organisationId: string) => app.get(JobQueues).add('exports', { exportId: newId(), organisationId });
    await add(a);
    await eventually('it runs', () => expect(seen).toEqual(['a begins']));
    // Another one of its own is no reason to make way.
    await add(a);
    await add(b);
    await eventually('the other organisation is served', () => expect(seen).toContain('b begins'));
    end();
    await eventually('everything is done', async () => expect(await app.get(Queues).size('exports')).toBe(0));
    expect(seen.filter((event) => event === 'a ends')).toHaveLength(2);
    expect(seen.indexOf('b begins')).toBeLessThan(seen.indexOf('a ends'));
  });
});

describe('imports of one organisation that take all places', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer'],
      services: ['contacts'],
      env: { IMPORTER_CONCURRENCY: '2', JOB_TURN_SECONDS: '1' },
    });
  }, 60_000);
  afterAll(() => stack?.stop());

  it('do not hold up the file of another, and are all applied in the end', async () => {
    const [large, small] = [await stack.seed({ accounts: Array(4).fill('active') as 'active'[] }), await stack.seed()];
    const [theirs, ours] = [new ApiClient(stack.url, large.keys.admin), new ApiClient(stack.url, small.keys.admin)];
    // Their batches wait, so that their imports could go on for ever.
    await stack.kill('contacts', 'SIGTERM');
    const ids: string[] = [];
    for (const { id } of large.accounts) ids.push((await theirs.upload(id, peopleCsv(600))).id);
    await eventually('they are being applied', async () => {
      const records = await Promise.all(ids.map((id) => theirs.get<Import>(`/v1/imports/${id}`)));
      expect(records.filter(({ status }) => status === 'importing').length).toBeGreaterThanOrEqual(2);
    });
    const { id } = await ours.upload(small.accounts[0]!.id, peopleCsv(10), { start: 'confirm' });
    await eventually('ours is checked', async () =>
      expect(await ours.get(`/v1/imports/${id}`)).toMatchObject({ status: 'ready' }),
    );
    await ours.post(`/v1/imports/${id}/start`);
    const batches = new Queue(eventQueueName('ContactUpserted', 'contacts'), {
      connection: { url: stack.env.REDIS_URL! },
      prefix: stack.env.REDIS_PREFIX!,
    });
    await eventually('ours is being applied', async () => {
      const waiting = (await batches.getPrioritized()) as Job<{ importId: string }>[];
      expect(waiting.map(({ data }) => data.importId)).toContain(id);
    });
    await batches.close();
    await stack.start('contacts');
    expect(await ours.finished(id)).toMatchObject({ status: 'completed', counts: { created: 10 } });
    for (const each of ids)
      expect(await theirs.finished(each, 120_000)).toMatchObject({ status: 'completed', counts: { created: 600 } });
  }, 180_000);
});
