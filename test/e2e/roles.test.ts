import { beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/api.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readRoutes, type Route } from '../support/routes.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** Routes that only read although they are not GET. */
const READS = new Set(['POST /v1/exports', 'POST /v1/campaigns/reach', 'POST /v1/segments/{id}/count']);

/** Routes for administrators only: these paths, changes of accounts, and taking the mark "do not contact" off. */
const ADMINISTRATION =
  /^(\w+ \/v1\/(keys|members|invitations|audit|whatsapp-connections|dead-letters|replays|webhooks|system|organisations)|(POST|PATCH) \/v1\/accounts(\/\{id\})?$|POST .*\/opt-in$|\w+ \/v1\/contacts\/\{phone\}\/(data|erasure)$)/;

/** Returns 405 for every role. */
const NEVER = /^DELETE \/v1\/(accounts\/\{accountId\}\/)?contacts/;

/** Only the gateway runs. Every route of the document is called by those who may not use it. */
describe('who may do what', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let routes: Route[];
  let changes: Route[];

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    routes = (await readRoutes(stack.url)).filter(({ isPublic }) => !isPublic);
    changes = routes.filter((route) => route.method !== 'GET' && !NEVER.test(nameOf(route)));
  }, 60_000);

  type Answers = Record<string, string>;
  /** The problem codes of routes for a caller with these headers. */
  async function ask(asked: readonly Route[], headers: Record<string, string>): Promise<Answers> {
    const answers: Answers = {};
    for (const route of asked) {
      const { method } = route;
      const url = `${stack.url}${route.path.replace(/\{\w+\}/g, 'x')}`;
      const { status, code } = (await (await fetch(url, { method, headers })).json()) as Record<string, unknown>;
      answers[nameOf(route)] = `${String(status)} ${String(code)}`;
    }
    return answers;
  }
  const all = (asked: readonly Route[], answer: string): Answers =>
    Object.fromEntries(asked.map((route) => [nameOf(route), answer]));
  const key = (text: string) => ({ authorization: `Bearer ${text}` });

  it('nobody gets in without a key or a session', async () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(await ask(routes, {})).toEqual(all(routes, '401 not_signed_in'));
  });

  it('a viewer changes nothing', async () => {
    const asked = changes.filter((route) => !READS.has(nameOf(route)));
    expect(asked.length).toBeGreaterThan(20);
    expect(await ask(asked, key(tenant.keys.viewer))).toEqual(all(asked, '403 not_allowed'));
  });

  it('an editor has no part in administration', async () => {
    const asked = routes.filter((route) => ADMINISTRATION.test(nameOf(route)));
    expect(asked.length).toBeGreaterThan(15);
    expect(await ask(asked, key(tenant.keys.editor))).toEqual(all(asked, '403 not_allowed'));
  });

  it('nobody makes a change with only a cookie', async () => {
    const { email, password } = tenant.user;
    const cookie = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
    expect(await ask(changes, { cookie })).toEqual(all(changes, '403 csrf'));
    expect((await new ApiClient(stack.url, tenant.keys.admin).get<{ items: unknown[] }>('/v1/imports')).items).toEqual(
      [],
    );
  });
});
