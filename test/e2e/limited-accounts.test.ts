import { beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import type { Account, Contact, Me, NewApiKey, NewInvitation, Page, Segment } from '#contracts';
import { ApiClient } from '../support/api.js';
import { makeOneOfEach, type Ids } from '../support/one-of-each.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

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

/** Beside access-matrix.test.ts, which tries the ids of accounts outside of the limit on every route. */
describe('ids of an account that one may not see', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let stranger: SeededTenant;
  let theirs: Ids;
  let limited: ApiClient;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    stranger = await stack.seed();
    const made = await makeOneOfEach(stack, tenant, '44687985632');
    theirs = { ...made, accountId: made.accounts! };
    const body = { name: 'Limited', role: 'editor', accountIds: [tenant.accounts[1]!.id] };
    const { key } = await new ApiClient(stack.url, tenant.keys.admin).post<NewApiKey>('/v1/keys', body);
    limited = new ApiClient(stack.url, key);
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
