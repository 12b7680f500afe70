import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readRoutes, type Route } from '../support/routes.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** It takes bytes of one type, and no JSON. */
const PIECES = 'PATCH /v1/uploads/{id}';

/** Only the gateway runs. A route must return the problems that the document derives for it. */
describe('the problems that the document lists', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let routes: Route[];
  let cookie: string;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'] });
    tenant = await stack.seed();
    routes = await readRoutes(stack.url);
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
    ['unsupported_media_type', 'text/csv', 'a,b'],
    ['body_too_large', 'application/json', JSON.stringify('x'.repeat(1_100_000))],
    ['invalid_request', 'application/json', '{"a":'],
  ])('%s: every route with a JSON body, and no other', async (code, type, body) => {
    const asked = routes.filter(({ takesJson }) => takesJson);
    expect(asked.length).toBeGreaterThan(20);
    expect(await answering(code, asked, { headers: asAdmin(type), body })).toEqual(asked.map(nameOf));
    if (code === 'invalid_request') for (const { problems } of asked) expect(problems).toContain(code);
    else expect(listing(code).filter((route) => nameOf(route) !== PIECES)).toEqual(asked);
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

  it('not_allowed: every route that is not for viewers', async () => {
    const headers = { authorization: `Bearer ${tenant.keys.viewer}` };
    const asked = routes.filter(({ isPublic }) => !isPublic);
    expect(listing('not_allowed').length).toBeGreaterThan(30);
    expect(await answering('not_allowed', asked, { headers }, invalidAddressOf)).toEqual(
      listing('not_allowed').map(nameOf),
    );
  });

  it('csrf: every change that is not public, and signing out', async () => {
    const asked = routes.filter(({ isPublic }) => !isPublic);
    const signOut = routes.filter((route) => nameOf(route) === 'DELETE /v1/session');
    expect((await answering('csrf', [...asked, ...signOut], { headers: { cookie } }, invalidAddressOf)).sort()).toEqual(
      listing('csrf').map(nameOf).sort(),
    );
  });
});

function addressOf({ path }: Route): string {
  return path.replace(/\{\w+\}/g, 'x');
}

/**
 * An address to which every response is a problem: it refers to something that does not exist, or has an invalid query.
 */
function invalidAddressOf(route: Route): string {
  return `${addressOf(route)}?unknown=1`;
}
