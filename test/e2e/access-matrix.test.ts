import { beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import type { ApiKey, NewApiKey, NewInvitation, Page, Role, Session } from '#contracts';
import { hashToken } from '#platform';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { inParallel } from '../support/in-parallel.js';
import type { JsonSchema } from '../support/json-values.js';
import { makeOneOfEach, tusHeaders, type Ids } from '../support/one-of-each.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readApi, type Api, type Parameter, type Route } from '../support/routes.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];
/** Answers 405 to everybody. */
const NEVER = /^DELETE \/v1\/(accounts\/\{accountId\}\/)?contacts/;
const PASSWORD = 'correct horse battery staple';

/** Somebody who calls. `role` null: nobody, whatever they send. */
interface Caller {
  name: string;
  headers: Record<string, string>;
  role: Role | null;
  kind: 'key' | 'person' | 'person without our header';
}

/**
 * Every route of the OpenAPI document, called by everybody who may and may not, with ids of others. What is expected
 * follows from the route's declaration, so a new route needs nothing here, unless it has an id of a new kind.
 */
describe('every route', () => {
  let stack: RunningProduct;
  let api: Api;
  let tenant: SeededTenant;
  let stranger: SeededTenant;

  beforeAll(async () => {
    stack = await sharedStack();
    api = await readApi(stack.url);
    // The ids of whoever comes first are lower.
    stranger = await stack.seed();
    tenant = await stack.seed();
  }, 60_000);

  const page = (cookie: string) => ({ 'x-requested-with': 'contacts', cookie });
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const signIn = async ({ email, password }: { email: string; password: string }): Promise<string> =>
    cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));

  /** A member of the tenant, who is signed in. */
  async function join(admin: ApiClient, role: Role): Promise<{ id: string; cookie: string }> {
    const { link } = await admin.post<NewInvitation>('/v1/members', { email: `${newId()}@test.example`, role });
    const token = link.split('=')[1];
    const answer = await postJson(`${stack.url}/v1/invitations/accept`, { token, name: role, password: PASSWORD });
    return { id: ((await answer.json()) as { id: string }).id, cookie: cookieOf(answer) };
  }

  describe('is for those alone whom its declaration names', () => {
    let callers: Caller[];

    beforeAll(async () => {
      const admin = new ApiClient(stack.url, tenant.keys.admin);
      const people = await Promise.all(ROLES.map(async (role) => ({ role, ...(await join(admin, role)) })));
      callers = [
        ...Object.entries(await nobodies(admin)).map(([name, headers]) => nobody(name, headers)),
        ...ROLES.map((role) => ({
          name: `key ${role}`,
          headers: bearer(tenant.keys[role]),
          role,
          kind: 'key' as const,
        })),
        ...people.flatMap(({ role, cookie }): Caller[] => [
          { name: `cookie ${role}`, headers: { cookie }, role, kind: 'person without our header' },
          { name: `person ${role}`, headers: page(cookie), role, kind: 'person' },
        ]),
      ];
    }, 60_000);

    const nobody = (name: string, headers: Record<string, string>): Caller => ({
      name,
      headers,
      role: null,
      kind: 'person',
    });

    /** The headers of those who were somebody once. */
    async function nobodies(admin: ApiClient): Promise<Record<string, Record<string, string>>> {
      const [ended, expired] = [await signIn(tenant.user), await signIn(tenant.user)];
      await fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers: page(ended) });
      const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
      const past = { $set: { expiresAt: new Date(Date.now() - 1) } };
      await mongo
        .db()
        .collection('sessions')
        .updateOne({ _id: hashToken(expired.split('=')[1]!) as never }, past);
      await mongo.close();
      const removed = await join(admin, 'admin');
      await admin.request(`/v1/members/${removed.id}`, { method: 'DELETE' });
      const revoked = await admin.post<NewApiKey>('/v1/keys', { name: 'Revoked', role: 'admin' });
      await admin.request(`/v1/keys/${revoked.id}`, { method: 'DELETE' });
      return {
        'no session': {},
        'ended session': page(ended),
        'expired session': page(expired),
        'removed member': page(removed.cookie),
        'revoked key': bearer(revoked.key),
        'wrong key with a valid session': { ...page(await signIn(tenant.user)), ...bearer('ck_wrong') },
      };
    }

    /** How the declaration of a route refuses a caller; null: it does not. */
    function refusal({ method, role, isPersonal, isForOperators, problems }: Route, caller: Caller): string | null {
      const lacksHeader = caller.kind === 'person without our header' && method !== 'GET';
      if (role === 'public') return lacksHeader && problems.includes('csrf') ? '403 csrf' : null;
      if (caller.role === null) return '401 not_signed_in';
      if (lacksHeader) return '403 csrf';
      const isEnough = ROLES.indexOf(caller.role) >= ROLES.indexOf(role);
      if (!isEnough || (isPersonal && caller.kind === 'key') || isForOperators) return '403 not_allowed';
      return null;
    }

    /** Calls a route so that it does nothing: with an id that is none, or a query that it does not know. */
    async function call({ method, path }: Route, { headers }: Caller): Promise<string> {
      const address = `${stack.url}${path.replace(/\{\w+\}/g, 'x')}?unknown=1`;
      const answer = await fetch(address, { method, headers, redirect: 'manual' });
      const text = await answer.text();
      const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
      return `${answer.status} ${isProblem ? (JSON.parse(text) as { code: string }).code : ''}`;
    }

    it('and says so in its list of problems', () => {
      for (const { method, path, role, scope, isPersonal, problems } of api.routes) {
        const [isPublic, changes] = [role === 'public', method !== 'GET'];
        expect({ method, path, not_signed_in: problems.includes('not_signed_in') }).toMatchObject({
          not_signed_in: !isPublic,
        });
        const hasLimits = !isPublic && (role !== 'viewer' || scope !== 'any' || isPersonal);
        expect({ method, path, not_allowed: problems.includes('not_allowed') }).toMatchObject({
          not_allowed: hasLimits,
        });
        if (!isPublic) expect({ method, path, csrf: problems.includes('csrf') }).toMatchObject({ csrf: changes });
      }
    });

    it('whoever calls, however', async () => {
      expect(api.routes.length).toBeGreaterThan(90);
      for (const caller of callers) {
        // Who is signed in already need not be refused what is public, and who signs out is nobody afterwards.
        const asked = api.routes.filter(
          ({ role, method }) => role !== 'public' || (method === 'DELETE' && caller.kind !== 'person'),
        );
        const wrong: string[] = [];
        await inParallel(asked, async (route) => {
          const [answer, expected] = [await call(route, caller), refusal(route, caller)];
          const isRight = expected === null ? !/^401|not_allowed|csrf/.test(answer) : answer === expected;
          if (!isRight) wrong.push(`${caller.name}: ${nameOf(route)} is ${answer}, not ${expected}`);
        });
        expect(wrong).toEqual([]);
      }
    });

    it('and lets anybody in where it is public', async () => {
      const [anybody] = callers;
      await inParallel(
        api.routes.filter(({ role }) => role === 'public'),
        async (route) => expect(await call(route, anybody!)).not.toMatch(/not_signed_in|not_allowed|csrf/),
      );
    });
  });

  describe("treats another organisation's ids like ids that do not exist", () => {
    let own: Ids;
    let theirs: Ids;
    let nobodys: Ids;
    let admin: ApiClient;
    let cookie: string;

    beforeAll(async () => {
      admin = new ApiClient(stack.url, stranger.keys.admin);
      // First, so that all that is theirs is newer than all that is our own, like the ids of nobody.
      cookie = await signIn(stranger.user);
      own = await makeOneOfEach(stack, stranger, '34600000009');
      theirs = await makeOneOfEach(stack, tenant, '34655443399');
      [own.me, theirs.me] = [await sessionOf(cookie), await sessionOf(await signIn(tenant.user))];
      await eventually('nothing of our own changes any more', async () => {
        expect(await admin.get(`/v1/imports/${own.imports}`)).toMatchObject({ status: 'ready' });
        for (const kind of ['exports', 'tag-changes', 'replays'])
          expect(await admin.get(`/v1/${kind}/${own[kind]}`)).toMatchObject({ status: 'completed' });
      });
      nobodys = Object.fromEntries(
        Object.keys(theirs).map((name) => [name, name === 'phone' ? '34600000002' : newId()]),
      );
    }, 60_000);

    const sessionOf = async (of: string): Promise<string> =>
      ((await (await fetch(`${stack.url}/v1/me/sessions`, { headers: { cookie: of } })).json()) as Page<Session>)
        .items[0]!.id;

    /** The answer, without what differs in every request. */
    async function ask({ method, isPersonal }: Route, request: Request): Promise<{ text: string; ms: number }> {
      const who = isPersonal ? page(cookie) : bearer(stranger.keys.admin);
      const { body } = request;
      const init: RequestInit =
        body instanceof FormData
          ? { body }
          : body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const headers = { 'tus-resumable': '1.0.0', ...who, ...init.headers, ...request.headers } as Record<
        string,
        string
      >;
      const query = request.query.size > 0 ? `?${request.query.toString()}` : '';
      const began = performance.now();
      const answer = await fetch(`${stack.url}${request.path}${query}`, {
        ...init,
        method,
        headers,
        redirect: 'manual',
      });
      const text = await answer.text();
      const ms = performance.now() - began;
      const named = [...answer.headers.keys()].sort().join();
      return { text: `${answer.status} ${named} ${text.replace(UUID, 'id').replace(TIME, 'time')}`, ms };
    }

    /** How the answer to an id of nobody begins; null: the id only selects, so it selects nothing. */
    function expected(route: Route, { where, name }: Place): string | null {
      if (NEVER.test(nameOf(route))) return '405 ';
      const code = NOT_FOUND[name];
      const isAsked = where === 'path' || name === 'id' || (code !== undefined && route.problems.includes(code));
      return isAsked ? '404 ' : null;
    }

    it('wherever they are: in paths, queries, headers and bodies', async () => {
      const times: Record<'theirs' | 'nobodys', number[]> = { theirs: [], nobodys: [] };
      let places = 0;
      for (const route of api.routes.filter(({ isPublic, isForOperators }) => !isPublic && !isForOperators)) {
        for (const place of placesOf(route, api)) {
          const asked = {
            theirs: requestTo(route, place, own, theirs),
            nobodys: requestTo(route, place, own, nobodys),
          };
          // In turns, so that neither always has what the other has warmed up.
          const order = ++places % 2 === 0 ? (['theirs', 'nobodys'] as const) : (['nobodys', 'theirs'] as const);
          const answers = { theirs: '', nobodys: '' };
          for (const whose of order) {
            const { text, ms } = await ask(route, asked[whose]);
            answers[whose] = text;
            times[whose].push(ms);
          }
          const at = `${nameOf(route)} with ${place.where} ${place.name}: `;
          expect(at + answers.theirs).toBe(at + answers.nobodys);
          const status = expected(route, place);
          if (status !== null) expect(at + answers.theirs.slice(0, 4)).toBe(at + status);
        }
      }
      expect(places).toBeGreaterThan(100);
      // A wide margin: what a look-up of more than the organisation's own takes would be seen all the same.
      const [seen, unseen] = [median(times.theirs), median(times.nobodys)];
      expect(Math.abs(seen - unseen)).toBeLessThan(2 + Math.max(seen, unseen) / 2);
    });

    it('in lists, which have none of them', async () => {
      const lists = api.routes.filter(
        ({ method, path, role }) => method === 'GET' && !path.includes('{') && role !== 'public',
      );
      for (const route of lists) {
        const { text } = await ask(route, requestTo(route, null, own, own));
        for (const id of Object.values(theirs)) expect(text).not.toContain(id);
      }
      expect(lists.length).toBeGreaterThan(20);
    });

    it('and keeps them as they were', async () => {
      const { items } = await new ApiClient(stack.url, tenant.keys.admin).get<Page<ApiKey>>('/v1/keys');
      expect(items.find(({ id }) => id === theirs.keys)).toMatchObject({ revokedAt: null });
      expect((await admin.get<{ count: { value: number } }>('/v1/members')).count.value).toBe(1);
    });
  });
});

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** Where a request has an id: a parameter, a field of the body by its path, or of the form or the headers. */
interface Place {
  where: 'path' | 'query' | 'json' | 'form' | 'tus';
  name: string;
  fields: string[];
  /** Other parameters that go with it. */
  beside?: Record<string, string>;
}

interface Request {
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body?: unknown;
}

/** The problem of an id that nobody has, by the name of its field. */
const NOT_FOUND: Record<string, string> = {
  ...{ accountId: 'account_not_found', segmentId: 'segment_not_found', organisationId: 'organisation_not_found' },
};

function placesOf(route: Route, { resolve }: Api): Place[] {
  const { parameters, json, form } = route;
  const ofPath = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  const ofQuery = parameters.filter((each) => each.in === 'query' && hasId(each.schema)).map(({ name }) => name);
  const kinds = parameters.find(({ name }) => name === 'kind')?.schema as { enum?: string[] } | undefined;
  const inBody = json ? idsIn(json.schema, resolve) : [];
  const inForm = form ? idsIn(form, resolve) : [];
  const place = (where: Place['where'], fields: string[]): Place => ({ where, name: fields.at(-1)!, fields });
  return [
    ...ofPath.map((name) => place('path', [name])),
    ...ofQuery.flatMap((name) =>
      name === 'id'
        ? kinds!.enum!.map((kind) => ({ ...place('query', ['id']), beside: { kind } }))
        : [place('query', [name])],
    ),
    ...inBody.map((fields) => place('json', fields)),
    ...inForm.map((fields) => place('form', fields)),
    ...(nameOf(route) === 'POST /v1/uploads' ? [place('tus', ['accountId'])] : []),
  ];
}

const hasId = (schema: JsonSchema): boolean => (schema as { format?: string }).format === 'uuid';

/** The paths of the fields that are ids. */
function idsIn(schema: JsonSchema, resolve: Api['resolve']): string[][] {
  if (typeof schema === 'boolean') return [];
  if (typeof schema.$ref === 'string') return idsIn(resolve(schema.$ref), resolve);
  if (hasId(schema)) return [[]];
  const choices = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];
  const ofFields = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, part]) =>
    idsIn(part, resolve).map((path) => [name, ...path]),
  );
  return [...ofFields, ...choices.flatMap((choice) => idsIn(choice, resolve))];
}

/** A request with ids of our own, except at one place. */
function requestTo(route: Route, place: Place | null, own: Ids, others: Ids): Request {
  const id = (where: Place['where'], fields: string[], beside = place?.beside): string => {
    const isThere = place?.where === where && place.fields.join() === fields.join();
    return idOf(route, fields.at(-1)!, isThere ? others : own, beside);
  };
  const query = new URLSearchParams(place?.beside);
  for (const parameter of route.parameters.filter((each) => each.in === 'query'))
    if (parameter.required || (place?.where === 'query' && place.name === parameter.name))
      query.set(
        parameter.name,
        hasId(parameter.schema)
          ? id('query', [parameter.name], place?.beside ?? { kind: 'import' })
          : firstOf(parameter, place),
      );
  const request: Request = {
    path: route.path.replace(/\{(\w+)\}/g, (_, name: string) => id('path', [name])),
    query,
    headers: place?.where === 'tus' ? tusHeaders(id('tus', ['accountId'])) : {},
  };
  if (route.json) request.body = bodyOf(route.json.example, place, id);
  if (place?.where === 'form') request.body = formOf(id('form', ['accountId']));
  return request;
}

const firstOf = ({ name, schema }: Parameter, place: Place | null): string =>
  place?.beside?.[name] ?? (schema as { enum: string[] }).enum[0]!;

/** The example of the document, with our own account and the id of the place. */
function bodyOf(example: unknown, place: Place | null, id: (where: 'json', fields: string[]) => string): unknown {
  const body = structuredClone(example) as Record<string, unknown>;
  const set = (fields: string[]): void => {
    const holder = fields.slice(0, -1).reduce((at, name) => (at[name] ??= {}) as Record<string, unknown>, body);
    holder[fields.at(-1)!] = id('json', fields);
  };
  if ('accountId' in body) set(['accountId']);
  if ('filter' in body) set(['filter', 'accountId']);
  if (place?.where === 'json') set(place.fields);
  // Conditions of its own, or a segment.
  if (body.segmentId !== undefined) delete body.segment;
  return body;
}

function formOf(accountId: string): FormData {
  const form = new FormData();
  form.set('accountId', accountId);
  form.set('start', 'confirm');
  form.set('file', new Blob(['id,name\n44687985632,Jane Smith\n']), 'contacts.csv');
  return form;
}

/** The folders whose ids a field has. An unknown kind of id fails the test: add it here, and to one-of-each.ts. */
const FOLDERS: Record<string, string> = {
  ...{ accountId: 'accounts', segmentId: 'segments', import: 'imports', importId: 'imports', phone: 'phone' },
  ...{ actorId: 'members', userId: 'members', keyId: 'keys', organisationId: 'organisations' },
};

function idOf({ path }: Route, name: string, ids: Ids, { kind }: Record<string, string> = {}): string {
  const isOfPath = name === 'id' || name === 'after';
  const folder = isOfPath ? (kind === undefined ? path.split('/')[2]! : `${kind}s`) : FOLDERS[name];
  const id = ids[folder ?? name];
  if (id === undefined) throw new Error(`No id for ${name} of ${path}`);
  return id;
}

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
