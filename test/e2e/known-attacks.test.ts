import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cookieOf, PAGE_HEADERS, postJson } from '../support/page-session.js';
import { nameOf, readRoutes, type Route } from '../support/routes.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** These end the session that the test has. */
const ENDS_THE_SESSION = /^DELETE \/v1\/session$/;

/** For operators alone, of whom this tenant is none, so nothing that it sends is looked at. */
const FOR_OPERATORS = /\/v1\/organisations/;

/** What an attacker tries first, on every route where it could work. docs/security.md names the tests of other attacks. */
const FREE_FIELDS = new Set(['values', 'clientExtensionResults']);

describe('a known attack', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let routes: Route[];
  let bodies: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    routes = await readRoutes(stack.url);
    bodies = await exampleBodies(stack.url);
  }, 60_000);

  const signIn = (headers: Record<string, string> = {}): Promise<Response> =>
    postJson(`${stack.url}/v1/session`, { email: tenant.user.email, password: tenant.user.password }, headers);
  const whoIs = async (cookie: string): Promise<number> =>
    (await fetch(`${stack.url}/v1/me`, { headers: { cookie } })).status;
  const addressOf = ({ path }: Route): string => `${stack.url}${path.replace(/\{\w+\}/g, 'x')}`;

  it('by a form or script of another site, with the cookie, changes nothing on any route', async () => {
    const cookie = cookieOf(await signIn());
    const changes = routes.filter((route) => route.method !== 'GET' && !ENDS_THE_SESSION.test(nameOf(route)));
    expect(changes.length).toBeGreaterThan(40);
    const from = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const route of changes) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const body = JSON.stringify(bodies[nameOf(route)] ?? {});
        const { method } = route;
        const { status } = await fetch(addressOf(route), { method, headers: { ...from, 'content-type': type }, body });
        // Public routes ask for no session; they want JSON, which another site cannot send without asking first. One wants
        // no body: it only makes a challenge, which nobody but the page can read.
        expect([nameOf(route), type, status]).toEqual([
          nameOf(route),
          type,
          nameOf(route) === 'POST /v1/session/passkey/options'
            ? 200
            : route.isPublic
              ? expect.toBeOneOf([400, 403, 404, 405, 410, 415, 501])
              : expect.toBeOneOf([403, 405]),
        ]);
      }
      const asked = await fetch(addressOf(route), {
        method: 'OPTIONS',
        headers: {
          ...from,
          'access-control-request-method': route.method,
          'access-control-request-headers': 'content-type,x-requested-with',
        },
      });
      for (const [name] of asked.headers) expect(name).not.toMatch(/^access-control-/);
    }
    expect(await whoIs(cookie)).toBe(200);
  }, 60_000);

  it('by a session that was set beforehand ends with a new one', async () => {
    const known = `contacts_session=${'A'.repeat(43)}`;
    const given = cookieOf(await signIn({ cookie: known }));
    expect(given).not.toBe(known);
    expect([await whoIs(known), await whoIs(given)]).toEqual([401, 200]);
    const again = cookieOf(await signIn({ cookie: given }));
    expect(again).not.toBe(given);
    // The one of before is of no use any more, to whoever may have it.
    expect([await whoIs(given), await whoIs(again)]).toEqual([401, 200]);
  });

  it.each<[string, (value: unknown) => unknown]>([
    ['an operator', () => ({ $ne: null })],
    ['an operator that compares', () => ({ $gt: '' })],
    ['a condition in JavaScript', () => ({ $where: 'sleep(5000) || true' })],
    ['a list with an operator', () => [{ $regex: '.*' }]],
  ])(
    'by %s in each field of each body is refused',
    async (_, operator) => {
      const accepted: unknown[] = [];
      let tried = 0;
      const cookie = cookieOf(await signIn());
      for (const route of routes) {
        const example = bodies[nameOf(route)];
        if (!example || FOR_OPERATORS.test(route.path)) continue;
        for (const field of Object.keys(example)) {
          const body = JSON.stringify({ ...example, [field]: operator(example[field]) });
          const headers = { ...PAGE_HEADERS, cookie };
          const response = await fetch(addressOf(route), { method: route.method, headers, body });
          // Where passwords are asked for, so many tries are too many.
          if (response.status === 429) continue;
          const { code } = (await response.json()) as { code?: string };
          if (code !== 'invalid_request' && !FREE_FIELDS.has(field))
            accepted.push([nameOf(route), field, response.status]);
          tried++;
        }
      }
      // The names of a contact's values are data: nasty-files.test.ts stores and finds one that is called "$ne". What a
      // browser says of extensions is neither stored nor looked for.
      expect(accepted).toEqual([]);
      expect(tried).toBeGreaterThan(40);
    },
    60_000,
  );

  it('by an operator in each parameter of each query is refused', async () => {
    const reads = routes
      .filter(({ method, query }) => method === 'GET' && query.length > 0)
      .filter(({ path }) => !FOR_OPERATORS.test(path));
    expect(reads.length).toBeGreaterThan(10);
    for (const route of reads) {
      for (const name of route.query) {
        const response = await admin.request(`${route.path.replace(/\{\w+\}/g, 'x')}?${name}[$ne]=x&${name}[$gt]=`, {
          redirect: 'manual',
        });
        expect([nameOf(route), name, response.status]).toEqual([
          nameOf(route),
          name,
          expect.toBeOneOf([302, 400, 404]),
        ]);
      }
    }
  });

  it('by the URL of a download reaches this one file, to read it, and nothing else', async () => {
    const accountId = tenant.accounts[0]!.id;
    await admin.importFile(accountId, 'id,name\n44687985632,Jane Smith\n');
    const { record } = await admin.download(accountId);
    const url = new URL((await admin.request(`/v1/exports/${record.id}/download`)).headers.get('location')!);
    const ask = (change: (other: URL) => void, method = 'GET'): Promise<Response> => {
      const other = new URL(url);
      change(other);
      return fetch(other, { method });
    };
    const file = await ask(() => undefined);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="/);
    expect(Number(url.searchParams.get('X-Amz-Expires'))).toBe(900);
    for (const method of ['PUT', 'DELETE', 'POST'])
      expect((await ask(() => undefined, method)).status).toBeGreaterThanOrEqual(400);
    for (const change of [
      (other: URL) => (other.pathname = other.pathname.replace(record.id, crypto.randomUUID())),
      (other: URL) => (other.pathname = other.pathname.replace(/\/exports\/.*/, '/')),
      (other: URL) => other.searchParams.set('response-content-type', 'text/html'),
      (other: URL) => other.searchParams.set('response-content-disposition', 'inline'),
    ])
      expect((await ask(change)).status).toBe(403);
    expect((await ask(() => undefined)).status).toBe(200);
  }, 60_000);

  describe('on Redis', () => {
    let redis: Redis;
    beforeAll(() => {
      redis = new Redis(stack.env.REDIS_URL!);
    });
    afterAll(() => redis?.quit());

    it('finds no contact there when the work with it is done', async () => {
      const [phone, name, other] = ['34611998877', 'Theodora Redisless', 'Theodora Edited'];
      const accountId = tenant.accounts[1]!.id;
      await admin.importFile(accountId, `id,name\n${phone},${name}\n`);
      const edited = await admin.request(`/v1/accounts/${accountId}/contacts/${phone}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify({ name: other }),
      });
      expect(edited.status).toBe(200);
      await eventually('Redis has forgotten it', async () => {
        const said = await everythingIn(redis, stack.env.REDIS_PREFIX!);
        expect(said.length).toBeGreaterThan(100);
        for (const text of [phone, 'Theodora', tenant.user.email]) expect(said).not.toContain(text);
      });
    }, 60_000);
  });
});

/** The example of each JSON body in the document, by the route's name. */
async function exampleBodies(url: string): Promise<Record<string, Record<string, unknown>>> {
  interface Operation {
    requestBody?: { content: Record<string, { example?: Record<string, unknown> }> };
  }
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const found: Record<string, Record<string, unknown>> = {};
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const example = requestBody?.content['application/json']?.example;
      if (example) found[nameOf({ method: method.toUpperCase(), path })] = example;
    }
  return found;
}

/** The names and contents of all keys with a prefix. */
async function everythingIn(redis: Redis, prefix: string): Promise<string> {
  const texts: string[] = [];
  for (const key of await redis.keys(`${prefix.replace(/[[\]{}*?]/g, '\\$&')}*`)) {
    const type = await redis.type(key);
    const content: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, '0', '-1'),
      stream: () => redis.xrange(key, '-', '+'),
    };
    texts.push(key, JSON.stringify(await content[type]?.()));
  }
  return texts.join('\n');
}
