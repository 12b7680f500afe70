import { afterEach, describe, expect, it, vi } from 'vitest';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { JobPayload, WebhookPingResult, WebhookRetryResult } from '#contracts';
import {
  CrashWatch,
  JobCalls,
  JobHandlers,
  JobQueues,
  JobRunner,
  NoAnswerError,
  Queues,
  type JobContext,
} from '#messaging';
import { createLogger, loadConfig, PlatformModule, SERVICE, type Config } from '#platform';
import { eventually } from '../support/eventually.js';
import { TcpRelay } from '../support/tcp-relay.js';

type Messages = JobPayload<'webhook-messages'>;

/** What the handlers below do; each test sets it. */
let handle: (job: Messages, context: JobContext) => Promise<void>;
let giveUp: (job: Messages) => Promise<void>;
let answer: () => Promise<WebhookPingResult>;

@JobHandlers('webhooks', () => 1)
class Handlers {
  onWebhookMessages(job: Messages, context: JobContext): Promise<void> {
    return handle(job, context);
  }

  giveUpWebhookMessages(job: Messages): Promise<void> {
    return giveUp(job);
  }

  onWebhookPings(): Promise<WebhookPingResult> {
    return answer();
  }

  async giveUpWebhookPings(): Promise<WebhookPingResult> {
    return { outcome: 'failed' };
  }

  onWebhookRetries(): Promise<WebhookRetryResult> {
    return this.giveUpWebhookRetries();
  }

  async giveUpWebhookRetries(): Promise<WebhookRetryResult> {
    return { outcome: 'failed' };
  }
}

/** Real Redis, with a small service defined in this file. */
describe('the runner of jobs', () => {
  const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
  const running: INestApplicationContext[] = [];
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });

  const newConfig = () =>
    loadConfig({
      ...process.env,
      REDIS_PREFIX: `{test-${randomBytes(5).toString('hex')}}`,
      ATTEMPTS: '3',
      BACKOFF_MS: '10',
    });

  /** @param runs false: the service only adds jobs */
  async function start(config: Config, runs = true): Promise<INestApplicationContext> {
    @Module({
      imports: [DiscoveryModule, PlatformModule.forRoot(config, logger)],
      providers: [
        { provide: SERVICE, useValue: 'webhooks' },
        JobCalls,
        JobQueues,
        Queues,
        ...(runs ? [CrashWatch, Handlers, JobRunner] : []),
      ],
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
    running.push(app);
    return app;
  }

  const newJob = (): Messages => ({ webhookId: newId(), organisationId: newId() });
  const add = (app: INestApplicationContext, job: Messages) => app.get(JobQueues).add('webhook-messages', job);
  const untilEmpty = (app: INestApplicationContext) =>
    eventually('the queue is empty', async () => expect(await app.get(Queues).size('webhook-messages')).toBe(0));

  it('says once that a job has lost its lock, and not that Redis is away', async () => {
    const said = vi.spyOn(logger, 'warn');
    const config = { ...newConfig(), JOB_LOCK_SECONDS: 1 };
    const app = await start(config);
    let end!: () => void;
    let runs = 0;
    handle = () => {
      // Another worker may have it now. Here this one takes it again.
      if (++runs > 1) return Promise.resolve();
      return new Promise((resolve) => (end = resolve));
    };
    await add(app, newJob());
    await eventually('the job runs', () => expect(runs).toBe(1));
    const redis = new Redis(config.REDIS_URL);
    const locks = await redis.keys(`${config.REDIS_PREFIX}:webhook-messages:*:lock`);
    await redis.del(locks);
    redis.disconnect();
    const [worker] = app.get(JobRunner)['workers'];
    for (let renewals = 0; renewals < 3; renewals++) await once(worker!, 'lockRenewalFailed');
    end();
    await untilEmpty(app);
    const lines = said.mock.calls.map(([fields, line]) => [(fields as { queue?: string }).queue, line]);
    expect(lines.filter(([queue]) => queue === 'webhook-messages')).toEqual([
      ['webhook-messages', expect.stringContaining('another worker may take it up')],
    ]);
  });

  /** Calls `test` with a user of Redis of its own, whose rights `change` changes. */
  async function withUser(test: (config: Config, change: (...rights: string[]) => Promise<unknown>) => Promise<void>) {
    const config = newConfig();
    const admin = new Redis(config.REDIS_URL);
    const user = `test-${randomBytes(5).toString('hex')}`;
    const change = (...rights: string[]) => admin.call('ACL', 'SETUSER', user, ...rights);
    await change('on', '>secret', '~*', '&*', '+@all');
    try {
      const address = Object.assign(new URL(config.REDIS_URL), { username: user, password: 'secret' });
      await test({ ...config, REDIS_URL: address.href }, change);
    } finally {
      await admin.call('ACL', 'DELUSER', user);
      admin.disconnect();
    }
  }

  it('opens a queue again that Redis did not answer when it was opened', () =>
    withUser(async (config, change) => {
      await change('-info');
      const app = await start(config, false);
      await expect(add(app, newJob())).rejects.toThrow('NOPERM');
      await change('+info');
      await add(app, newJob());
      expect(await app.get(Queues).size('webhook-messages')).toBe(1);
    }));

  it('asks a Redis that answers with an error again after a second, and then goes on', () =>
    withUser(async (config, change) => {
      const app = await start(config, true);
      const done: string[] = [];
      let end!: () => void;
      const ended = new Promise<void>((resolve) => (end = resolve));
      let runs = 0;
      handle = async ({ webhookId }) => {
        runs++;
        await ended;
        done.push(webhookId);
      };
      const jobs = [newJob(), newJob(), newJob()];
      for (const job of jobs) await add(app, job);
      await eventually('the first job runs', () => expect(runs).toBeGreaterThan(0));
      const times: number[] = [];
      const [worker] = app.get(JobRunner)['workers'];
      worker!.on('error', () => times.push(performance.now()));
      await change('-evalsha', '-eval');
      end();
      // The first errors are those at the end of the job that runs.
      await eventually('it has asked several times', () => expect(times.length).toBeGreaterThan(5));
      await change('+evalsha', '+eval');
      expect(times[5]! - times[3]!).toBeGreaterThan(1_000);
      await eventually('all jobs are done', () =>
        expect(new Set(done)).toEqual(new Set(jobs.map(({ webhookId }) => webhookId))),
      );
    }));

  it('runs a job with its payload, once however often it is added while it waits', async () => {
    const config = newConfig();
    const idle = await start(config, false);
    const job = newJob();
    for (let times = 0; times < 3; times++) await add(idle, job);
    const seen: unknown[] = [];
    handle = async (payload, { jobId }) => void seen.push({ payload, jobId });
    const app = await start(config);
    await untilEmpty(app);
    expect(seen).toEqual([{ payload: job, jobId: `webhook-${job.webhookId}` }]);
  });

  it('retries, then gives up, and runs the next job', async () => {
    const [bad, good] = [newJob(), newJob()];
    const seen: string[] = [];
    handle = async ({ webhookId }, { jobId }) => {
      seen.push(jobId);
      if (webhookId === bad.webhookId) throw new Error('it does not work');
    };
    const givenUp: unknown[] = [];
    giveUp = async (job) => void givenUp.push(job);
    const app = await start(newConfig());
    await add(app, bad);
    await untilEmpty(app);
    await add(app, good);
    await untilEmpty(app);
    expect(seen).toEqual([bad, bad, bad, good].map(({ webhookId }) => `webhook-${webhookId}`));
    expect(givenUp).toEqual([bad]);
  });

  it('does not run a job whose payload does not match the contract', async () => {
    const config = newConfig();
    const seen: unknown[] = [];
    handle = async (job) => void seen.push(job);
    giveUp = async (job) => void seen.push(job);
    const app = await start(config);
    const queue: Queue = app.get(Queues).get('webhook-messages');
    await queue.add('webhook-messages', { webhookId: 'not an id' });
    await untilEmpty(app);
    expect(seen).toEqual([]);
  });

  it('releases a long job when the service stops, and another process continues it', async () => {
    const config = newConfig();
    const other = await start(config, false);
    const first = await start(config);
    let begun!: () => void;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    handle = async (_, { signal }) => {
      begun();
      await once(signal, 'abort');
      signal.throwIfAborted();
    };
    const job = newJob();
    await add(other, job);
    await isBegun;
    await first.close();
    running.splice(running.indexOf(first), 1);
    expect(await other.get(Queues).size('webhook-messages')).toBe(1);
    const seen: unknown[] = [];
    handle = async (payload) => void seen.push(payload);
    await untilEmpty(await start(config));
    expect(seen).toEqual([job]);
  });

  it('lets a job add itself once it is gone', async () => {
    const job = newJob();
    let calls = 0;
    const app = await start(newConfig());
    handle = async (_, { onceGone }) => {
      calls++;
      // Does nothing while the job runs.
      await add(app, job);
      if (calls === 1) onceGone(() => add(app, job));
    };
    await add(app, job);
    await eventually('it ran again', () => expect(calls).toBe(2));
    await untilEmpty(app);
    expect(calls).toBe(2);
  });

  it('returns the answer to a call, also when it is given up', async () => {
    const ids = newJob();
    const app = await start(newConfig());
    answer = async () => ({ outcome: 'not_found' });
    expect(await app.get(JobCalls).call('webhook-pings', ids)).toEqual({ outcome: 'not_found' });
    answer = () => Promise.reject(new Error('it does not work'));
    expect(await app.get(JobCalls).call('webhook-pings', ids)).toEqual({ outcome: 'failed' });
  });

  it('ends while Redis is away, whoever waits for jobs or answers', async () => {
    const config = newConfig();
    const relay = await TcpRelay.before(config.REDIS_URL);
    const throughRelay = Object.assign(new URL(config.REDIS_URL), { hostname: '127.0.0.1', port: relay.port }).href;
    const app = await start({ ...config, REDIS_URL: throughRelay });
    answer = async () => ({ outcome: 'not_found' });
    await app.get(JobCalls).call('webhook-pings', newJob());
    const errors: Error[] = [];
    const [worker] = app.get(JobRunner)['workers'];
    worker!.on('error', (error) => errors.push(error));
    relay.goAway();
    // They wait between two attempts then.
    await eventually('it has tried to connect again', () => expect(errors.length).toBeGreaterThan(2));
    running.splice(running.indexOf(app), 1);
    await app.close();
    relay.close();
  });

  it('removes the job of a call that nobody answers in time', async () => {
    // Below the allowed minimum, so that the timeout is only half a second.
    const app = await start({ ...newConfig(), WEBHOOK_TIMEOUT_SECONDS: -4.5 }, false);
    const call = app.get(JobCalls).call('webhook-pings', newJob());
    await expect(call).rejects.toThrow(NoAnswerError);
    await expect(call).rejects.toMatchObject({ begun: false });
    expect(await app.get(Queues).size('webhook-pings')).toBe(0);
  });
});
