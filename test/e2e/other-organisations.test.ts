import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type {
  ApiKey,
  Campaign,
  Export,
  Invitation,
  NewWebhook,
  Page,
  Replay,
  Segment,
  TagChange,
  Upload,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readRoutes } from '../support/routes.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** Ids by what they identify: for `{id}` the folder in the path, otherwise the name of the parameter. */
type Ids = Record<string, string>;
interface Call {
  method: string;
  path: string;
}

/** Valid bodies for routes with an id in their path: a 404 must be caused by the id, not by the body. */
const BODIES: Record<string, unknown> = {
  'POST /v1/imports/{id}/start': {},
  'PUT /v1/imports/{id}/mapping': {
    mapping: [
      { column: 'id', kind: 'id' },
      { column: 'name', kind: 'name' },
    ],
  },
  'PUT /v1/imports/{id}/reading': { headerRow: 3 },
  'PATCH /v1/imports/{id}/mends': { rows: [{ row: 2, leaveOut: true }] },
  'POST /v1/accounts/{accountId}/contacts': { phone: '34600000001', name: 'Jane' },
  'PATCH /v1/accounts/{accountId}/contacts/{phone}': { name: 'Jane' },
  'POST /v1/accounts/{accountId}/contacts/{phone}/reachability': { status: 'usable' },
  'PATCH /v1/members/{id}': { role: 'viewer' },
  'PATCH /v1/campaigns/{id}': { name: 'Summer' },
  'POST /v1/campaigns/{id}/schedule': {},
  'PATCH /v1/accounts/{id}': { status: 'inactive' },
  'PATCH /v1/webhooks/{id}': { active: false },
  'PATCH /v1/segments/{id}': { name: 'Dogs' },
};

/** Routes that have the account in their query, body or headers, and how to call them with this account. */
type WithAccount = (accountId: string) => [path: string, body?: unknown, headers?: Record<string, string>];
const WITH_ACCOUNT: Record<string, WithAccount> = {
  'GET /v1/contacts': (accountId) => [`/v1/contacts?accountId=${accountId}`],
  'GET /v1/tags': (accountId) => [`/v1/tags?accountId=${accountId}`],
  'GET /v1/statistics/imports': (accountId) => [`/v1/statistics/imports?accountId=${accountId}`],
  'GET /v1/statistics/tags': (accountId) => [`/v1/statistics/tags?accountId=${accountId}`],
  'GET /v1/campaigns/audience': (accountId) => [`/v1/campaigns/audience?accountId=${accountId}`],
  'POST /v1/campaigns': (accountId) => ['/v1/campaigns', { name: 'Summer', accountId }],
  'POST /v1/campaigns/reach': (accountId) => ['/v1/campaigns/reach', { accountId, segment: { tag: ['x'] } }],
  'POST /v1/segments': (accountId) => ['/v1/segments', { name: 'Dogs', accountId, conditions: {} }],
  'POST /v1/exports': (accountId) => ['/v1/exports', { filter: { accountId } }],
  'POST /v1/replays': (accountId) => ['/v1/replays', { accountId, to: 'campaigns' }],
  'POST /v1/tag-changes': (accountId) => ['/v1/tag-changes', { filter: { accountId }, add: ['x'] }],
  'POST /v1/imports': (accountId) => ['/v1/imports', importForm(accountId)],
  'POST /v1/uploads': (accountId) => ['/v1/uploads', undefined, uploadHeaders(accountId)],
};

/** Lists of everything that the caller's organisation has. */
const LISTS = [
  'campaigns',
  'contacts',
  'accounts',
  'imports',
  'exports',
  'tag-changes',
  'replays',
  'segments',
  'undos',
  'webhooks',
  'keys',
  'members',
  'invitations',
  'audit',
  'whatsapp-connections',
  'dead-letters',
];

/** Routes without ids of an organisation's things. */
const WITHOUT_IDS = new Set([
  'POST /v1/session',
  'POST /v1/session/second-step',
  'POST /v1/session/forgotten',
  'POST /v1/session/reset',
  'DELETE /v1/session',
  'GET /v1/session/ways',
  'GET /v1/session/oidc',
  'GET /v1/session/oidc/callback',
  'GET /v1/me',
  // several-organisations.test.ts has them with other people's ids.
  'POST /v1/session/organisation',
  'POST /v1/invitations/accept-as-me',
  'PUT /v1/me/password',
  'GET /v1/me/second-factor',
  'POST /v1/me/second-factor/totp',
  'PUT /v1/me/second-factor/totp',
  'POST /v1/me/second-factor/totp/remove',
  'POST /v1/me/second-factor/recovery-codes',
  'GET /v1/me/sessions',
  'DELETE /v1/me/sessions',
  'GET /v1/status',
  // Only operators: it has ids of all organisations (system.test.ts).
  'GET /v1/system',
  'GET /v1/organisations',
  'POST /v1/organisations',
  'GET /v1/imports/template',
  // Of the caller's organisation alone, like the list of entries.
  'GET /v1/audit/download',
  'GET /v1/audit/verification',
  // Tested below.
  'GET /v1/undos/forecast',
  'GET /v1/undos/kept',
  'DELETE /v1/contacts',
  'POST /v1/accounts',
  'POST /v1/whatsapp-connections',
  'POST /v1/keys',
  'POST /v1/webhooks',
  'POST /v1/members',
  'POST /v1/invitations/accept',
  'POST /v1/first-administrator',
]);

/** Only the gateway runs: a request of another organisation must not reach other services. */
describe("another organisation's ids", () => {
  let stack: Stack;
  let stranger: SeededTenant;
  let other: ApiClient;
  /** For what only people have. */
  let cookie: string;
  let theirs: Ids;
  let routes: Call[];

  beforeAll(async () => {
    stack = await startStack({
      services: ['gateway'],
      env: { ENCRYPTION_KEY: randomBytes(32).toString('base64') },
    });
    const tenant = await stack.seed();
    stranger = await stack.seed();
    other = new ApiClient(stack.url, stranger.keys.admin);
    cookie = await cookieFor(stack, stranger);
    theirs = await makeOneOfEach(stack, tenant);
    routes = await readRoutes(stack.url);
  }, 60_000);
  afterAll(() => stack?.stop());

  /** The response, without the parts that differ in every request. */
  async function ask(
    { method, path }: Call,
    body?: unknown,
    headers: Record<string, string> = TUS,
  ): Promise<{ status: number; answer: unknown; headers: string[] }> {
    const init: RequestInit =
      body === undefined
        ? { method, headers }
        : body instanceof FormData
          ? { method, body }
          : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = path.startsWith('/v1/me/')
      ? await fetch(`${stack.url}${path}`, { ...init, headers: { 'x-requested-with': 'contacts', cookie } })
      : await other.request(path, init);
    const { requestId: _, ...answer } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer, headers: [...response.headers.keys()].sort() };
  }

  it('are 404 on every route with an id in its path, exactly like ids that do not exist', async () => {
    // Only operators know of organisations (organisations.test.ts).
    const walked = routes.filter(({ path }) => path.includes('{') && !path.startsWith('/v1/organisations/'));
    expect(walked.length).toBeGreaterThan(15);
    for (const route of walked) {
      const body = BODIES[nameOf(route)];
      const [seen, unknown] = [await ask(fill(route, theirs), body), await ask(fill(route, nobodys(theirs)), body)];
      expect({ route: nameOf(route), ...seen }).toEqual({ route: nameOf(route), ...unknown });
      const status = /^DELETE \/v1\/(accounts\/\{accountId\}\/)?contacts/.test(nameOf(route)) ? 405 : 404;
      expect({ route: nameOf(route), status: seen.status }).toEqual({ route: nameOf(route), status });
    }
  });

  it('are 404 where an account is named in the query or the body', async () => {
    for (const [name, request] of Object.entries(WITH_ACCOUNT)) {
      const method = name.split(' ')[0]!;
      const answers = [];
      for (const accountId of [theirs.accountId!, newId()]) {
        const [path, body, headers] = request(accountId);
        answers.push(await ask({ method, path }, body, headers));
      }
      expect({ name, ...answers[0] }).toEqual({ name, ...answers[1] });
      expect({ name, status: answers[0]!.status }).toEqual({ name, status: 404 });
    }
  });

  it('are 404 where they are to be undone', async () => {
    for (const [kind, list] of Object.entries({ import: 'imports', 'tag-change': 'tag-changes', undo: 'undos' })) {
      for (const path of ['forecast', 'kept'])
        expect(await ask({ method: 'GET', path: `/v1/undos/${path}?kind=${kind}&id=${theirs[list]}` })).toMatchObject({
          status: 404,
        });
    }
  });

  it('are in no list', async () => {
    for (const list of LISTS) {
      const text = await (await other.request(`/v1/${list}`)).text();
      expect(JSON.parse(text)).toHaveProperty('items');
      for (const id of Object.values(theirs)) expect(text).not.toContain(id);
    }
  });

  it('do not lend a phone number to an own account', async () => {
    const own = stranger.accounts[0]!.id;
    for (const path of [`/v1/accounts/${own}/contacts/${theirs.phone}`, `/v1/accounts/${own}/contacts/34600000009`])
      expect(await ask({ method: 'GET', path })).toMatchObject({ status: 404, answer: { code: 'contact_not_found' } });
  });

  it('are tested on every route: add new routes to this file', () => {
    const covered = (route: Call): boolean =>
      route.path.includes('{') ||
      nameOf(route) in WITH_ACCOUNT ||
      WITHOUT_IDS.has(nameOf(route)) ||
      LISTS.some((list) => nameOf(route) === `GET /v1/${list}`);
    expect(routes.filter((route) => !covered(route)).map(nameOf)).toEqual([]);
  });
});

/** Replaces the ids in a path. An unknown kind of id fails the test: add it to the table. */
function fill({ method, path }: Call, ids: Ids): Call {
  const folder = path.split('/')[2]!;
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name === 'id' ? folder : name];
    if (id === undefined) throw new Error(`No id for ${name} of ${path}`);
    return id;
  });
  return { method, path: filled };
}

function nobodys(ids: Ids): Ids {
  return Object.fromEntries(Object.keys(ids).map((name) => [name, name === 'phone' ? '34600000002' : newId()]));
}

/** Of the tus protocol; other routes ignore it. */
const TUS = { 'tus-resumable': '1.0.0' };

function uploadHeaders(accountId: string): Record<string, string> {
  const metadata = `accountId ${Buffer.from(accountId).toString('base64')}`;
  return { ...TUS, 'upload-length': '10', 'upload-metadata': metadata };
}

function importForm(accountId: string): FormData {
  const form = new FormData();
  form.set('accountId', accountId);
  form.set('start', 'confirm');
  form.set('file', new Blob(['id,name\n44687985632,Jane Smith\n']), 'contacts.csv');
  return form;
}

async function cookieFor(stack: Stack, { user: { email, password } }: SeededTenant): Promise<string> {
  return cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
}

/** Creates one of everything for an organisation, and returns the ids. */
async function makeOneOfEach(stack: Stack, tenant: SeededTenant): Promise<Ids> {
  const api = new ApiClient(stack.url, tenant.keys.admin);
  const accountId = tenant.accounts[0]!.id;
  const phone = '44687985632';
  const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  const now = new Date();
  await mongo
    .db()
    .collection('contacts')
    .insertOne({
      _id: `${accountId}/${phone}` as never,
      ...{ accountId, phone, name: 'Jane', tags: [], values: [], facets: [], terms: [], nameKey: 'jane' },
      ...{ reversedPhone: '23658978644', rev: 1, createdAt: now, updatedAt: now, lastImport: null },
      changedBy: { kind: 'user', id: tenant.user.id },
    });
  const connectionId = newId();
  await mongo
    .db()
    .collection('whatsapp_connections')
    .insertOne({
      _id: connectionId as never,
      ...{ organisationId: tenant.organisationId, businessAccountId: '1', state: 'connected', detail: null },
      ...{ token: 'v1.x.x.x', createdAt: now, checkedAt: now, checkAt: new Date(Date.now() + 3_600_000) },
    });
  const undoId = newId();
  await mongo
    .db()
    .collection('undos')
    .insertOne({
      _id: undoId as never,
      ...{ organisationId: tenant.organisationId, accountId, of: { kind: 'import', id: newId() }, status: 'running' },
      ...{ counts: { restored: 0, takenBack: 0, kept: 0 }, waitsFor: [], processed: 0, expected: null, error: null },
      ...{ contactsPerSecond: null, createdAt: now, startedAt: null, finishedAt: null, updatedAt: now },
      createdBy: { kind: 'user', id: tenant.user.id },
    });
  const deadLetterId = newId();
  await mongo
    .db()
    .collection('dead_letters')
    .insertOne({
      _id: deadLetterId as never,
      ...{ organisationId: tenant.organisationId, event: 'ContactChanged', subscriber: 'campaigns', deliveryId: 'x' },
      ...{ importId: null, batch: null, payload: '{}', reason: 'x', attempts: 1, failedAt: now },
    });
  await cookieFor(stack, tenant);
  const session = await mongo.db().collection('sessions').findOne({ userId: tenant.user.id });
  await mongo.close();
  const filter = { accountId };
  return {
    accountId,
    phone,
    accounts: accountId,
    imports: (await api.upload(accountId, 'id,name\n44687985632,Jane\n', { start: 'confirm' })).id,
    uploads: (await api.read<Upload>('/v1/uploads', { method: 'POST', headers: uploadHeaders(accountId) })).id,
    campaigns: (await api.post<Campaign>('/v1/campaigns', { name: 'Theirs', accountId })).id,
    exports: (await api.post<Export>('/v1/exports', { filter })).id,
    'tag-changes': (await api.post<TagChange>('/v1/tag-changes', { filter, add: ['x'] })).id,
    replays: (await api.post<Replay>('/v1/replays', { accountId, to: 'campaigns' })).id,
    segments: (await api.post<Segment>('/v1/segments', { name: 'Theirs', accountId, conditions: {} })).id,
    webhooks: (await api.post<NewWebhook>('/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['ImportFinished'] }))
      .id,
    keys: (await api.get<Page<ApiKey>>('/v1/keys?limit=1')).items[0]!.id,
    'whatsapp-connections': connectionId,
    'dead-letters': deadLetterId,
    undos: undoId,
    members: tenant.user.id,
    me: String(session!._id),
    userId: tenant.user.id,
    keyId: (await api.get<Page<ApiKey>>('/v1/keys?limit=1')).items[0]!.id,
    invitations: (await api.post<Invitation>('/v1/members', { email: 'x@test.example', role: 'viewer' })).id,
  };
}
