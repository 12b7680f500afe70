import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { SERVICES, type Account, type ServiceName } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

/** The variable with the address of each dependency. */
const VARIABLES = { mongodb: 'MONGODB_URI', redis: 'REDIS_URL', storage: 'S3_ENDPOINT' } as const;
type DependencyName = keyof typeof VARIABLES;
/** Without which dependencies a service does not start. */
const NEEDS: Record<ServiceName, DependencyName[]> = {
  gateway: ['mongodb'],
  importer: ['mongodb', 'redis', 'storage'],
  contacts: ['mongodb', 'redis'],
  exporter: ['mongodb', 'redis', 'storage'],
  campaigns: ['mongodb', 'redis', 'storage'],
  webhooks: ['mongodb', 'redis'],
};

/** All are away at first, for the services but not for the test, and come back one after the other. */
describe('a service that starts while dependencies are away', () => {
  let stack: Stack;
  let relays: Record<DependencyName, TcpRelay>;
  let tenant: SeededTenant;
  let api: ApiClient;
  const away = new Set<DependencyName>(['mongodb', 'redis', 'storage']);
  const began = Date.now();

  beforeAll(async () => {
    relays = { mongodb: await relayOf('mongodb'), redis: await relayOf('redis'), storage: await relayOf('storage') };
    const env = Object.fromEntries(
      Object.entries(VARIABLES).map(([name, variable]) => {
        const address = new URL(process.env[variable]!);
        address.port = String(relays[name as DependencyName].port);
        if (name === 'mongodb') address.pathname = `/waiting-${randomBytes(5).toString('hex')}`;
        return [variable, address.href.replace(/\/$/, '')];
      }),
    );
    stack = await startStack({ services: [], env });
    for (const service of SERVICES) stack.service(service).launch();
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    for (const relay of Object.values(relays ?? {})) relay.close();
  });

  async function relayOf(name: DependencyName): Promise<TcpRelay> {
    const relay = await TcpRelay.before(process.env[VARIABLES[name]]!);
    relay.goAway();
    return relay;
  }

  function comesBack(name: DependencyName): void {
    relays[name].comeBack();
    away.delete(name);
  }

  const status = async (service: ServiceName, path: string): Promise<number> =>
    (await fetch(`${stack.service(service).url}${path}`)).status;

  /** Waits until the service has tried and failed to reach the dependency, and checks what it answers meanwhile. */
  const isWaiting = async (service: ServiceName, dependency: DependencyName): Promise<void> => {
    const found = await eventually(`${service} waits for ${dependency}`, async () => {
      expect(stack.service(service).isRunning).toBe(true);
      const ready = await fetch(`${stack.service(service).url}/readyz`);
      expect(ready.status).toBe(503);
      const { checks } = (await ready.json()) as { checks: Record<string, string> };
      expect(checks).toEqual(Object.fromEntries(NEEDS[service].map((name) => [name, away.has(name) ? 'away' : 'ok'])));
      // Says which variable may be wrong, and what happened.
      expect(warnings(service, dependency)).toBeGreaterThan(0);
      return checks;
    });
    expect(found[dependency]).toBe('away');
    expect(await status(service, '/healthz')).toBe(200);
    expect(await status(service, '/anything')).toBe(503);
  };

  const warnings = (service: ServiceName, dependency: DependencyName): number => {
    const said = `"msg":"waiting for a dependency that is away or not ready \\(${VARIABLES[dependency]}\\): [^"]+"`;
    return stack.readLog(service).match(new RegExp(said, 'g'))?.length ?? 0;
  };

  const stopsAtOnce = async (service: ServiceName): Promise<void> => {
    const process = stack.service(service);
    await process.kill('SIGTERM');
    expect((await process.ended()).outcome).toBe('status 0');
  };

  const create = (): Promise<Response> =>
    api.request(`/v1/accounts/${tenant.accounts[0]!.id}/contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone: '44687985632', name: 'Jane', tags: ['cat'] }),
    });
  const upload = () => api.upload(tenant.accounts[0]!.id, 'id,name\n44687985632,Jane\n');

  it('waits for MongoDB, and refuses requests with a problem', async () => {
    for (const service of SERVICES) await isWaiting(service, 'mongodb');
    for (const service of SERVICES)
      for (const dependency of NEEDS[service])
        expect(warnings(service, dependency)).toBeLessThanOrEqual(1 + (Date.now() - began + 10_000) / 10_000);
    const refused = await fetch(`${stack.url}/v1/me`, { headers: { 'accept-language': 'es' } });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    expect(refused.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await refused.json()).toMatchObject({ code: 'unavailable', title: 'Una parte del servicio no responde' });
    for (const service of ['webhooks', 'gateway'] as const) {
      await stopsAtOnce(service);
      stack.service(service).launch();
    }
  }, 120_000);

  it('goes on by itself, and waits for Redis, without which the gateway starts and refuses only what needs it', async () => {
    comesBack('mongodb');
    for (const service of SERVICES) if (NEEDS[service].includes('redis')) await isWaiting(service, 'redis');
    await stack.service('gateway').ready();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
    expect((await api.get<{ items: Account[] }>('/v1/accounts')).items).toHaveLength(2);
    expect((await create()).status).toBe(503);
    await stopsAtOnce('importer');
    stack.service('importer').launch();
  }, 120_000);

  it('waits for the object store, without which the gateway refuses only what needs it', async () => {
    comesBack('redis');
    await Promise.all((['contacts', 'webhooks'] as const).map((name) => stack.service(name).ready()));
    for (const service of SERVICES) if (NEEDS[service].includes('storage')) await isWaiting(service, 'storage');
    await eventually('the gateway reaches Redis', async () => expect((await create()).status).toBe(201));
    await expect(upload()).rejects.toThrow('unavailable');
    await stopsAtOnce('campaigns');
    await stopsAtOnce('importer');
  }, 120_000);

  it('works when all are there', async () => {
    comesBack('storage');
    await stack.service('exporter').ready();
    await eventually('the gateway reaches the object store', upload);
  }, 120_000);
});

/** Each test starts it with other settings. */
describe('a service', () => {
  let stack: Stack;
  let own: Record<string, string>;

  beforeAll(async () => {
    stack = await startStack({ services: [] });
    own = { NODE_OPTIONS: '', ...stack.env };
  }, 60_000);
  afterEach(async () => {
    await stack.service('exporter').stop();
    Object.assign(stack.env, own);
  });
  afterAll(() => stack?.stop());

  it('whose clock is wrong waits, and says how wrong it is', async () => {
    const tenMinutesAhead = 'const { now } = Date; Date.now = () => now() + 600_000;';
    stack.env.NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(tenMinutesAhead)}`;
    stack.service('exporter').launch();
    await eventually('it names the clock', () => {
      for (const server of ['MongoDB', 'the object store'])
        expect(stack.readLog('exporter')).toContain(`10 minutes ahead of that of ${server}`);
    });
    expect(stack.service('exporter').isRunning).toBe(true);
  });

  it('that does not use the object store starts without a key to it', async () => {
    Object.assign(stack.env, { S3_ACCESS_KEY_ID: '', S3_SECRET_ACCESS_KEY: '' });
    const names = ['contacts', 'webhooks'] as const;
    try {
      await Promise.all(names.map((name) => stack.start(name)));
    } finally {
      await Promise.all(names.map((name) => stack.service(name).stop()));
    }
  });

  it.each([
    ['the object store', { S3_SECRET_ACCESS_KEY: 'not-the-secret' }, 'S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY'],
    ['a secret that is missing', { S3_SECRET_ACCESS_KEY: '' }, 'S3_SECRET_ACCESS_KEY: is missing'],
    ['MongoDB, by its address', { MONGODB_URI: 'mongodb://127.0.0.1:1/x?noSuchOption=1' }, 'MONGODB_URI: '],
  ])('whose credentials are refused ends with one clear message: %s', async (_, env, message) => {
    Object.assign(stack.env, env);
    const process = stack.service('exporter');
    process.launch();
    const { outcome, tail } = await process.ended();
    expect(outcome).toBe('status 1');
    expect(tail.split('\n').filter((line) => line.includes(message))).toHaveLength(1);
  });
});
