import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import { ObjectStore } from '#storage';
import { identify, isRunning, type ProcessIdentity } from '../../tools/local-services/process-identity.js';
import { answersHttp, helloMongo, pingRedis, withMongo } from '../../tools/local-services/ready.js';
import { ROOT } from '../../tools/product/service-process.js';
import { eventually } from '../support/eventually.js';

/** Real servers, and launchers that are killed in every way. Each launcher is a separate process, from dist/. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Where the environment or Docker provides the servers (global-setup.mjs), there are no processes of ours to kill. */
const areOurs = !/environment|docker/.test(process.env.LOCAL_SERVICES_WAYS ?? '');

const LAUNCHER = `
  import { startLocalServices } from ${JSON.stringify(path.join(ROOT, 'dist/tools/local-services/start-local-services.js'))};
  const report = { say: (text) => console.error(text), task: () => ({ note() {}, done() {}, fail() {} }) };
  let stop;
  process.on('SIGTERM', () => stop().then(() => process.exit(0)));
  const services = await startLocalServices({ dataDir: process.argv[1], report, onStop: (how) => (stop = how) }).catch((error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exit(1);
  });
  console.log(JSON.stringify({ env: services.env, ways: services.chosen.map(({ way }) => way) }));
  setInterval(() => {}, 1000);
`;

interface Answer {
  env: Record<string, string>;
  ways: string[];
  error?: string;
}

let dataDir: string;
const launchers: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'contacts-launcher-test-'));
});
afterEach(async () => {
  await Promise.all(launchers.splice(0).map((launcher) => end(launcher, 'SIGTERM')));
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts a launcher with the test's folder and waits for its answer. */
async function launch(): Promise<{ launcher: ChildProcess; answer: Answer }> {
  const { REDIS_URL, MONGODB_URI, S3_ENDPOINT, ...env } = process.env; // those of global-setup.mjs are not for it
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER, dataDir], {
    env: { ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  launchers.push(launcher);
  const [line] = (await once(createInterface({ input: launcher.stdout }), 'line')) as [string];
  return { launcher, answer: JSON.parse(line) as Answer };
}

async function end(launcher: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  launcher.kill(signal);
  await once(launcher, 'exit');
}

const servers = () => JSON.parse(readFileSync(path.join(dataDir, 'servers.json'), 'utf8')) as ProcessIdentity[];

(areOurs ? describe : describe.skip)('the local services', () => {
  it('respond, keep their data between starts, and stop with their launcher', async () => {
    const first = await launch();
    const { REDIS_URL, MONGODB_URI, S3_ENDPOINT } = first.answer.env;
    await Promise.all([pingRedis(REDIS_URL!), helloMongo(MONGODB_URI!), answersHttp(`${S3_ENDPOINT}/healthz`, 200)]);
    expect(statSync(path.join(dataDir, 's3', 'credentials.json')).mode & 0o777).toBe(0o600);
    await withRedis(REDIS_URL!, async (redis) => {
      expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
      await redis.set('kept', 'yes');
    });
    await withMongo(MONGODB_URI!, (client) => client.db('kept').collection('things').insertOne({ kept: 'yes' }));
    await withStore(first.answer.env, async (store) => {
      await store.ensureBucket();
      await store.put('kept', 'yes', 'text/plain');
    });

    const started = servers();
    await end(first.launcher, 'SIGTERM');
    expect(started.filter(isRunning)).toEqual([]);

    const second = await launch();
    expect(second.answer.ways).toEqual(first.answer.ways);
    expect(second.answer.env.S3_SECRET_ACCESS_KEY).toBe(first.answer.env.S3_SECRET_ACCESS_KEY);
    await withRedis(second.answer.env.REDIS_URL!, async (redis) => expect(await redis.get('kept')).toBe('yes'));
    const kept = await withMongo(second.answer.env.MONGODB_URI!, (client) =>
      client.db('kept').collection('things').findOne({}),
    );
    expect(kept).toMatchObject({ kept: 'yes' });
    await withStore(second.answer.env, async (store) => expect(await text(await store.get('kept'))).toBe('yes'));
  });

  it('stop when their launcher is killed; the next launcher stops those that are left', async () => {
    const { launcher } = await launch();
    const started = servers();
    expect(started.length).toBeGreaterThan(0);
    await end(launcher, 'SIGKILL');
    await eventually('no server is left', () => expect(started.filter(isRunning)).toEqual([]), 15_000);

    // One server outlived its launcher and the watchdog; one unrelated process has the id of an earlier server.
    const leftover = spawn('sleep', ['60']);
    const stranger = spawn('sleep', ['60']);
    const identities = [identify(leftover.pid!), { pid: stranger.pid!, started: 'before' }];
    writeFileSync(path.join(dataDir, 'servers.json'), JSON.stringify(identities));
    await launch();
    expect(leftover.signalCode).toBe('SIGTERM');
    expect(stranger.signalCode).toBeNull();
    stranger.kill('SIGKILL');
  });

  it('are not started twice with the same data', async () => {
    const { launcher } = await launch();
    const second = await launch();
    expect(second.answer.error).toContain(`already running here (process ${launcher.pid})`);
    expect(existsSync(path.join(dataDir, 'launcher.lock'))).toBe(true);
  });
});

async function withStore(env: Record<string, string>, work: (store: ObjectStore) => Promise<void>): Promise<void> {
  const store = new ObjectStore({
    endpoint: env.S3_ENDPOINT,
    publicEndpoint: undefined,
    region: 'us-east-1',
    bucket: 'kept',
    accessKeyId: env.S3_ACCESS_KEY_ID!,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY!,
  });
  await work(store).finally(() => store.close());
}

async function withRedis(url: string, work: (redis: Redis) => Promise<void>): Promise<void> {
  const redis = new Redis(url);
  await work(redis).finally(() => redis.disconnect());
}
