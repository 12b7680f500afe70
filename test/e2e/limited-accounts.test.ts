import { beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import type { Account, Contact, Me, NewApiKey, NewInvitation, Page, Segment } from '#contracts';
import { ApiClient } from '../support/api.js';
import { makeOneOfEach, type Ids } from '../support/one-of-each.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readRoutes } from '../support/routes.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

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
  'PATCH /v1/campaigns/{id}': { name: 'Summer' },
  'POST /v1/campaigns/{id}/schedule': {},
  'PATCH /v1/accounts/{id}': { status: 'inactive' },
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

/** What belongs to an account: the folders of its ids in paths, and their lists. */
const OF_ACCOUNTS = ['accounts', 'imports', 'uploads', 'campaigns', 'exports', 'tag-changes', 'segments', 'undos'];

/** What gives out files of personal data. */
const DOWNLOADS = [
  'POST /v1/exports',
  'GET /v1/exports/{id}/download',
  'GET /v1/imports/{id}/errors',
  'GET /v1/campaigns/{id}/download',
  'GET /v1/undos/kept',
];

/** What access-matrix.test.ts does for other organisations: here for other accounts of the own one. */
describe('ids of an account that one may not see', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let stranger: SeededTenant;
  let theirs: Ids;
  let routes: Call[];
  let limited: ApiClient;
  /** An editor's key: what is for administrators alone is 403 for any id. */
  const UNKNOWN = [403, 404, 405];

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    stranger = await stack.seed();
    const made = await makeOneOfEach(stack, tenant, '44687985632');
    theirs = { ...made, accountId: made.accounts! };
    routes = await readRoutes(stack.url);
    const body = { name: 'Limited', role: 'editor', accountIds: [tenant.accounts[1]!.id] };
    const { key } = await new ApiClient(stack.url, tenant.keys.admin).post<NewApiKey>('/v1/keys', body);
    limited = new ApiClient(stack.url, key);
  });

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
    const response = await limited.request(path, init);
    const { requestId: _, ...answer } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer, headers: [...response.headers.keys()].sort() };
  }

  it('are answered on every route like ids that do not exist', async () => {
    const walked = routes.filter(({ path }) => path.includes('{') && OF_ACCOUNTS.includes(path.split('/')[2]!));
    expect(walked.length).toBeGreaterThan(15);
    for (const route of walked) {
      const body = BODIES[nameOf(route)];
      const askFor = (ids: Ids) => ask(fill(route, ids), body);
      const [seen, unknown] = [await askFor(theirs), await askFor(nobodys(theirs))];
      expect({ route: nameOf(route), ...seen }).toEqual({ route: nameOf(route), ...unknown });
      expect(UNKNOWN, nameOf(route)).toContain(seen.status);
    }
    for (const [name, request] of Object.entries(WITH_ACCOUNT)) {
      const askFor = (accountId: string) => {
        const [path, body, headers] = request(accountId);
        return ask({ method: name.split(' ')[0]!, path }, body, headers);
      };
      const [seen, unknown] = [await askFor(theirs.accountId!), await askFor(newId())];
      expect({ name, ...seen }).toEqual({ name, ...unknown });
      expect(UNKNOWN, name).toContain(seen.status);
    }
    for (const [kind, list] of Object.entries({ import: 'imports', 'tag-change': 'tag-changes', undo: 'undos' })) {
      const forecast = { method: 'GET', path: `/v1/undos/forecast?kind=${kind}&id=${theirs[list]}` };
      expect(await ask(forecast)).toMatchObject({ status: 404 });
    }
  });

  it('are in no list and no figure, where those of the own account are', async () => {
    const own = tenant.accounts[1]!.id;
    const { id } = await limited.post<Segment>('/v1/segments', { name: 'Own', accountId: own, conditions: {} });
    for (const list of [...OF_ACCOUNTS.filter((name) => name !== 'uploads'), 'contacts']) {
      const text = await (await limited.request(`/v1/${list}`)).text();
      expect(JSON.parse(text)).toHaveProperty('items');
      for (const name of ['accountId', ...OF_ACCOUNTS]) expect(text, list).not.toContain(theirs[name]);
    }
    expect((await limited.get<Page<Account>>('/v1/accounts')).items.map((account) => account.id)).toEqual([own]);
    expect((await limited.get<Page<Segment>>('/v1/segments')).items.map((segment) => segment.id)).toEqual([id]);
    expect((await limited.get<Page<Contact>>('/v1/contacts?count=exact')).count.value).toBe(0);
    await expect(limited.get(`/v1/contacts/${theirs.phone}`)).rejects.toThrow('contact_not_found');
    expect(JSON.stringify(await limited.get('/v1/statistics/imports'))).not.toContain(theirs.accountId);
  });

  it('leave what concerns all accounts to those who see all', async () => {
    const admin = new ApiClient(stack.url, tenant.keys.admin);
    const conditions = { tag: ['x'] };
    const { id } = await admin.post<Segment>('/v1/segments', { name: 'All', accountId: null, conditions });
    expect(await limited.get<Segment>(`/v1/segments/${id}`)).toMatchObject({ accountId: null, count: null });
    await expect(limited.post(`/v1/segments/${id}/count`)).rejects.toThrow('not_allowed');
    await expect(limited.read(`/v1/segments/${id}`, { method: 'DELETE' })).rejects.toThrow('not_allowed');
    const body = { name: 'Mine', accountId: null, conditions };
    await expect(limited.post('/v1/segments', body)).rejects.toThrow('not_allowed');
  });

  it('hold for members, who are told so, and follow a change at once', async () => {
    const admin = new ApiClient(stack.url, tenant.keys.admin);
    const [first, second] = tenant.accounts.map((account) => account.id);
    const invited = { email: 'limited@test.example', role: 'viewer', accountIds: [second], mayDownload: false };
    const { link } = await admin.post<NewInvitation>('/v1/members', invited);
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation')!;
    const person = { token, name: 'Li Wei', password: 'nine green cats on a roof' };
    const joined = await postJson(`${stack.url}/v1/invitations/accept`, person);
    const me = (await joined.json()) as Me;
    expect(me).toMatchObject({ accountIds: [second], mayDownload: false });
    const headers = { cookie: cookieOf(joined), 'x-requested-with': 'contacts' };
    const see = async () => {
      const answer = await fetch(`${stack.url}/v1/accounts`, { headers });
      return ((await answer.json()) as Page<Account>).items.map((account) => account.id);
    };
    expect(await see()).toEqual([second]);
    for (const name of DOWNLOADS) {
      const [method, path] = name.split(' ') as [string, string];
      const response = await fetch(`${stack.url}${path.replace('{id}', 'x')}`, { method, headers });
      expect(await response.json(), name).toMatchObject({
        code: 'not_allowed',
        detail: expect.stringContaining('download'),
      });
    }
    const change = async (body: object) => {
      const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return (await admin.request(`/v1/members/${me.id}`, init)).status;
    };
    expect(await change({ accountIds: [newId()] })).toBe(404);
    expect(await change({ accountIds: [stranger.accounts[0]!.id] })).toBe(404);
    expect(await change({ role: 'admin', mayDownload: false })).toBe(400);
    expect(await change({ accountIds: null, mayDownload: true })).toBe(200);
    expect(await see()).toEqual([first, second]);
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
