import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readApi, type Route } from '../support/routes.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** They take other bytes, which only their handlers read. */
const FILES = ['POST /v1/imports', 'PATCH /v1/uploads/{id}'];

/** Only the gateway runs. A route must return the problems that the document derives for it. */
describe('the problems that the document lists', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let routes: Route[];
  let cookie: string;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'] });
    tenant = await stack.seed();
    routes = (await readApi(stack.url)).routes;
    const { email, password } = tenant.user;
    cookie = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
  }, 60_000);
  afterAll(() => stack?.stop());

  /** The names of the routes that return this code for such a request. */
  async function answering(code: string, asked: Route[], init: RequestInit, address = addressOf): Promise<string[]> {
    const names: string[] = [];
    for (const route of asked) {
      const response = await fetch(`${stack.url}${address(route)}`, { method: route.method, ...init });
      if (((await response.json()) as { code?: string }).code === code) names.push(nameOf(route));
    }
    return names;
  }
  const listing = (code: string): Route[] => routes.filter(({ problems }) => problems.includes(code));
  const asAdmin = (type?: string) => ({
    // A person, because some routes are not for API keys.
    cookie,
    'x-requested-with': 'contacts',
    ...(type !== undefined && { 'content-type': type }),
  });

  it.each<[string, string, string]>([
    ['body_too_large', 'application/json', JSON.stringify('x'.repeat(1_100_000))],
    ['invalid_request', 'application/json', '{"a":'],
  ])('%s: every change, and no other', async (code, type, body) => {
    const asked = routes.filter(({ method }) => method !== 'GET');
    expect(asked.length).toBeGreaterThan(20);
    expect(await answering(code, asked, { headers: asAdmin(type), body })).toEqual(asked.map(nameOf));
    if (code === 'invalid_request') for (const { problems } of asked) expect(problems).toContain(code);
    else expect(listing(code)).toEqual(asked);
  });

  it('unsupported_media_type: every route with a JSON body, and no other', async () => {
    const asked = routes.filter(({ json }) => json !== null);
    expect(await answering('unsupported_media_type', asked, { headers: asAdmin('text/csv'), body: 'a,b' })).toEqual(
      asked.map(nameOf),
    );
    expect(listing('unsupported_media_type').filter((route) => !FILES.includes(nameOf(route)))).toEqual(asked);
  });

  it('headers_too_large: every route', async () => {
    const long = (route: Route) => `${addressOf(route)}?search=${'x'.repeat(17_000)}`;
    expect(await answering('headers_too_large', routes, { headers: asAdmin() }, long)).toEqual(routes.map(nameOf));
    expect(listing('headers_too_large')).toEqual(routes);
  });

  it('invalid_request: every route with an id in its address, or a query', async () => {
    const withId = routes.filter(({ path }) => path.includes('{'));
    const broken = ({ path }: Route) => path.replace(/\{\w+\}/g, '%zz');
    expect(await answering('invalid_request', withId, { headers: asAdmin() }, broken)).toEqual(withId.map(nameOf));

    const withQuery = routes.filter(({ query }) => query.length > 0);
    const unknown = (route: Route) => `${addressOf(route)}?unknown=1`;
    expect(await answering('invalid_request', withQuery, { headers: asAdmin() }, unknown)).toEqual(
      withQuery.map(nameOf),
    );
    for (const { problems } of [...withId, ...withQuery]) expect(problems).toContain('invalid_request');
  });
});

function addressOf({ path }: Route): string {
  return path.replace(/\{\w+\}/g, 'x');
}
