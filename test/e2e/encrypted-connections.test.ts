import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { freePort } from '../../tools/local-services/free-port.js';
import { findInPath } from '../../tools/local-services/command.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';

const USER = 'contacts';
const PASSWORD = 'a-password-of-the-test';
const PREFIX = '{encrypted}';

/** What docs/operating.md says that the user of the services needs. */
const RIGHTS = [`~${PREFIX}*`, '&*', '+@all', '-@admin', '-@dangerous', '+info', '+client|list', '+config|get'];

/**
 * A real Redis that speaks nothing but TLS, with a user who reaches only the product's keys. The servers that stand for
 * MongoDB and the object store speak no TLS, so a relay does it for them.
 */
describe('connections by TLS', () => {
  const supervisor = new Supervisor();
  const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
  const ours = path.join(folder, 'ours.pem');
  const relays: tls.Server[] = [];
  let stack: Stack;
  let redisPort: number;
  let mongodbPort: number;
  let storagePort: number;
  let distrustful: Promise<string>;
  let trustful: Promise<string>;

  beforeAll(async () => {
    for (const name of ['ours', 'other']) makeCertificate(folder, name);
    redisPort = await startRedis();
    mongodbPort = await startRelay(new URL(process.env.MONGODB_URI!.replace('mongodb:', 'tcp:')));
    storagePort = await startRelay(new URL(process.env.S3_ENDPOINT!));
    // It waits for each server for a while.
    const other = path.join(folder, 'other.pem');
    distrustful = doctorWith({ NODE_EXTRA_CA_CERTS: ours, REDIS_CA_FILE: other, S3_CA_FILE: other }, other);
    trustful = doctorWith({ NODE_EXTRA_CA_CERTS: ours }, ours);
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts', 'exporter'],
      env: {
        REDIS_CA_FILE: ours,
        S3_CA_FILE: ours,
        ...addresses(),
        S3_PUBLIC_ENDPOINT: process.env.S3_ENDPOINT!,
      },
      mongodb: (_, direct) => throughTls(direct),
    });
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    await supervisor.close();
    for (const relay of relays) relay.close();
    rmSync(folder, { recursive: true });
  });

  it('carry an import and a download', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const done = await api.importFile(tenant.accounts[0]!.id, 'id,name\n44687985632,Jane Smith\n');
    expect(done).toMatchObject({ status: 'completed', counts: { created: 1 } });
    expect((await api.download(tenant.accounts[0]!.id)).bytes.toString()).toContain('44687985632');
  }, 60_000);

  it('are all that this Redis takes, and its user reaches no other keys', async () => {
    const { tls: secure, username, password } = asUser();
    await expect(ask(new Redis({ ...ASKING, port: redisPort, username, password }))).rejects.toThrow();
    await expect(ask(new Redis({ ...ASKING, port: redisPort, tls: secure }))).rejects.toThrow();
    const redis = new Redis({ port: redisPort, host: '127.0.0.1', tls: secure, username, password });
    try {
      expect(await redis.get(`${PREFIX}:x`)).toBeNull();
      await expect(redis.get('another:x')).rejects.toThrow('NOPERM');
      await expect(redis.flushall()).rejects.toThrow('NOPERM');
    } finally {
      redis.disconnect();
    }
  });

  it('are not made where the certificate is not the one that is named, whatever else is trusted', async () => {
    const said = await distrustful;
    for (const name of ['MongoDB', 'Redis', 'Object store'])
      expect(said).toMatch(new RegExp(`✗ ${name}: .*certificate`, 'i'));
  }, 60_000);

  it('trust what Node.js trusts where none is named', async () => {
    const said = await trustful;
    for (const name of ['MongoDB', 'Redis', 'Object store']) expect(said).toContain(name);
    expect(said).not.toMatch(/certificate/i);
  }, 60_000);

  /** What the doctor says. @param mongodbCa the certificate that it trusts for MongoDB */
  async function doctorWith(variables: Record<string, string>, mongodbCa: string): Promise<string> {
    const MONGODB_URI = throughTls(process.env.MONGODB_URI!).replace(
      encodeURIComponent(ours),
      encodeURIComponent(mongodbCa),
    );
    const servers = { ...addresses(), MONGODB_URI, S3_BUCKET: 'nothing' };
    const env = { ...process.env, ...servers, NODE_OPTIONS: '', ...variables };
    const doctor = spawn(process.execPath, ['apps/cli/contacts.mjs', 'doctor'], { cwd: ROOT, env });
    let said = '';
    doctor.stdout.on('data', (text) => (said += String(text)));
    await new Promise((resolve) => doctor.once('close', resolve));
    return said;
  }

  const addresses = () => ({
    REDIS_URL: `rediss://${USER}:${PASSWORD}@127.0.0.1:${redisPort}`,
    REDIS_PREFIX: PREFIX,
    S3_ENDPOINT: `https://127.0.0.1:${storagePort}`,
  });

  /** Speaks TLS and nothing else, and knows one user, who may do what the product does with its keys. */
  async function startRedis(): Promise<number> {
    const program = findInPath(['redis-server', 'valkey-server'], process.env);
    if (!program) throw new Error('install redis-server: one that runs elsewhere cannot be given a certificate');
    const port = await freePort();
    const keys = ['--tls-cert-file', ours, '--tls-key-file', path.join(folder, 'ours.key'), '--tls-auth-clients', 'no'];
    const user = ['--user', 'default', 'off', '--user', USER, 'on', `>${PASSWORD}`, ...RIGHTS];
    const server = supervisor.spawn(
      program,
      [
        '--bind',
        '127.0.0.1',
        '--port',
        '0',
        '--tls-port',
        String(port),
        ...keys,
        '--save',
        '',
        '--dir',
        folder,
        ...user,
      ],
      {},
    );
    await eventually('Redis answers', async () => {
      if (server.outcome !== null) throw new Error(server.tail(5));
      await ask(new Redis({ ...ASKING, port, ...asUser() }));
    });
    return port;
  }

  const asUser = () => ({ tls: { ca: readFileSync(ours) }, username: USER, password: PASSWORD });

  async function startRelay({ hostname, port }: URL): Promise<number> {
    const identity = { cert: readFileSync(ours), key: readFileSync(path.join(folder, 'ours.key')) };
    const relay = tls.createServer(identity, (client) => {
      const server = net.connect(Number(port), hostname);
      for (const socket of [client, server]) socket.on('error', () => (client.destroy(), server.destroy()));
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    relays.push(relay);
    return (relay.address() as net.AddressInfo).port;
  }

  /** The members would name their own addresses, where nothing speaks TLS. */
  function throughTls(direct: string): string {
    const { pathname } = new URL(direct);
    return `mongodb://127.0.0.1:${mongodbPort}${pathname}?directConnection=true&tls=true&tlsCAFile=${encodeURIComponent(ours)}`;
  }
});

const ASKING = { host: '127.0.0.1', retryStrategy: () => null, lazyConnect: true, maxRetriesPerRequest: 0 };

async function ask(redis: Redis): Promise<void> {
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.client('ID');
  } finally {
    redis.disconnect();
  }
}

function makeCertificate(folder: string, name: string): void {
  const files = ['-keyout', path.join(folder, `${name}.key`), '-out', path.join(folder, `${name}.pem`)];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
}
