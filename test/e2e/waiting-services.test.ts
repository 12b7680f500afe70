import { afterEach, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { SERVICES, type Account, type ServiceName } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

const WORKERS = SERVICES.filter((name) => name !== 'gateway');
/** The variable with the address of each dependency, and the workers that need it. */
const DEPENDENCIES = {
  mongodb: { variable: 'MONGODB_URI', workers: WORKERS },
  redis: { variable: 'REDIS_URL', workers: WORKERS },
  storage: { variable: 'S3_ENDPOINT', workers: ['importer', 'exporter', 'campaigns'] },
} as const satisfies Record<string, { variable: string; workers: readonly ServiceName[] }>;
type DependencyName = keyof typeof DEPENDENCIES;

describe('a service that starts while a dependency is away', () => {
  let stack: Stack;
  let relay: TcpRelay;

  afterEach(async () => {
    await stack?.stop();
    relay?.close();
  });

  /** Launches the services with a dependency that is away for them, but not for the test. */
  const launchWithout = async (name: DependencyName, services: readonly ServiceName[]): Promise<void> => {
    const { variable } = DEPENDENCIES[name];
    relay = await TcpRelay.before(process.env[variable]!);
    relay.goAway();
    const address = new URL(process.env[variable]!);
    address.port = String(relay.port);
    if (name === 'mongodb') address.pathname = `/waiting-${randomBytes(5).toString('hex')}`;
    stack = await startStack({ services: [], env: { [variable]: address.href.replace(/\/$/, '') } });
    for (const service of services) stack.service(service).launch();
  };

  const status = async (service: ServiceName, path: string): Promise<number> =>
    (await fetch(`${stack.service(service).url}${path}`)).status;

  /** Waits until the service has tried and failed to reach the dependency, and checks what it answers meanwhile. */
  const isWaiting = async (service: ServiceName, dependency: DependencyName): Promise<void> => {
    const since = Date.now();
    const checks = await eventually(`${service} waits for ${dependency}`, async () => {
      expect(stack.service(service).isRunning).toBe(true);
      expect(warnings(service)).toBeGreaterThan(0);
      const ready = await fetch(`${stack.service(service).url}/readyz`);
      expect(ready.status).toBe(503);
      const { checks } = (await ready.json()) as { checks: Record<string, string> };
      expect(Object.values(checks).filter((check) => check === 'away')).toHaveLength(1);
      return checks;
    });
    expect(checks[dependency]).toBe('away');
    // Says which variable may be wrong, and what happened.
    const { variable } = DEPENDENCIES[dependency];
    expect(stack.readLog(service)).toMatch(new RegExp(`"msg":"[^"]*\\(${variable}\\): [^"]+"`));
    expect(await status(service, '/healthz')).toBe(200);
    expect(await status(service, '/anything')).toBe(503);
    expect(warnings(service)).toBeLessThanOrEqual(1 + (Date.now() - since + 10_000) / 10_000);
  };

  const warnings = (service: ServiceName): number =>
    stack.readLog(service).split('waiting for a dependency that is away').length - 1;

  const stopsAtOnce = async (service: ServiceName): Promise<void> => {
    const process = stack.service(service);
    await process.kill('SIGTERM');
    expect((await process.ended()).outcome).toBe('status 0');
  };

  it('waits for MongoDB, refuses requests with a problem, and goes on by itself', async () => {
    await launchWithout('mongodb', SERVICES);
    for (const service of SERVICES) await isWaiting(service, 'mongodb');
    const refused = await fetch(`${stack.url}/v1/me`, { headers: { 'accept-language': 'es' } });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    expect(refused.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await refused.json()).toMatchObject({ code: 'unavailable', title: 'Una parte del servicio no responde' });
    await stopsAtOnce('webhooks');
    await stopsAtOnce('gateway');

    stack.service('gateway').launch();
    relay.comeBack();
    await Promise.all(SERVICES.filter((name) => name !== 'webhooks').map((name) => stack.service(name).ready()));
  }, 120_000);

  it('waits for Redis, without which the gateway starts and refuses only what needs it', async () => {
    await launchWithout('redis', SERVICES);
    for (const service of DEPENDENCIES.redis.workers) await isWaiting(service, 'redis');
    await stack.service('gateway').ready();
    const { tenant, api } = await signedIn();
    expect((await api.get<{ items: Account[] }>('/v1/accounts')).items).toHaveLength(2);
    const contact = { phone: '44687985632', name: 'Jane', tags: ['cat'] };
    const create = (): Promise<Response> =>
      api.request(`/v1/accounts/${tenant.accounts[0]!.id}/contacts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(contact),
      });
    expect((await create()).status).toBe(503);
    await stopsAtOnce('importer');

    relay.comeBack();
    await Promise.all(
      (['contacts', 'webhooks', 'campaigns', 'exporter'] as const).map((name) => stack.service(name).ready()),
    );
    await eventually('the gateway reaches Redis', async () => expect((await create()).status).toBe(201));
  }, 120_000);

  it('waits for the object store, without which the gateway starts and refuses only what needs it', async () => {
    await launchWithout('storage', ['gateway', ...DEPENDENCIES.storage.workers]);
    for (const service of DEPENDENCIES.storage.workers) await isWaiting(service, 'storage');
    await stack.service('gateway').ready();
    const { tenant, api } = await signedIn();
    const upload = () => api.upload(tenant.accounts[0]!.id, 'id,name\n44687985632,Jane\n');
    await expect(upload()).rejects.toThrow('unavailable');
    await stopsAtOnce('campaigns');
    await stopsAtOnce('importer');

    relay.comeBack();
    await stack.service('exporter').ready();
    await eventually('the gateway reaches the object store', upload);
  }, 120_000);

  const signedIn = async () => {
    const tenant = await stack.seed();
    return { tenant, api: new ApiClient(stack.url, tenant.keys.editor) };
  };
});

describe('a service whose clock is wrong', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it('waits, and says how wrong it is', async () => {
    const tenMinutesAhead = 'const { now } = Date; Date.now = () => now() + 600_000;';
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(tenMinutesAhead)}` };
    stack = await startStack({ services: [], env });
    stack.service('exporter').launch();
    await eventually('it names the clock', () => {
      for (const server of ['MongoDB', 'the object store'])
        expect(stack.readLog('exporter')).toContain(`10 minutes ahead of that of ${server}`);
    });
    expect(stack.service('exporter').isRunning).toBe(true);
  });
});

describe('a service whose credentials are refused', () => {
  let stack: Stack;
  afterEach(() => stack?.stop());

  it.each([
    ['the object store', { S3_SECRET_ACCESS_KEY: 'not-the-secret' }, 'S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY'],
    ['a secret that is missing', { S3_SECRET_ACCESS_KEY: '' }, 'S3_SECRET_ACCESS_KEY: is missing'],
    ['MongoDB, by its address', { MONGODB_URI: 'mongodb://127.0.0.1:1/x?noSuchOption=1' }, 'MONGODB_URI: '],
  ])('ends with one clear message: %s', async (_, env, message) => {
    stack = await startStack({ services: [], env });
    const process = stack.service('exporter');
    process.launch();
    const { outcome, tail } = await process.ended();
    expect(outcome).toBe('status 1');
    expect(tail.split('\n').filter((line) => line.includes(message))).toHaveLength(1);
  });
});
