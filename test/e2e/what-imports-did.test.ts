import { beforeAll, describe, expect, it } from 'vitest';
import type { Author, CatalogueEntry, Contact, Import, ImportStatistics, Me, Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

describe('what imports did', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;
  let first: Import;
  let second: Import;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    first = await api.importFile(
      accountId,
      'id,name,tags\n34600000001,Ana,vip\n34600000002,Li,vip\n34600000003,Zoë,dog\n',
    );
    second = await api.importFile(accountId, 'id,name\n34600000001,Ana\n34600000003,Zoe\n34600000004,Max\n');
  }, 120_000);

  const phones = async (query: string): Promise<string[]> =>
    (await api.contacts(query)).items.map(({ phone }: Contact) => phone);

  it('is found by the import that last created or changed a contact', async () => {
    expect(await phones(`import=${first.id}`)).toEqual(['34600000001', '34600000002']);
    expect(await phones(`import=${second.id}&accountId=${accountId}`)).toEqual(['34600000003', '34600000004']);
    expect(await phones(`import=${first.id}&tag=vip&notTag=dog&search=li`)).toEqual(['34600000002']);
    expect(await phones(`import=${second.id}&tag=vip&match=any`)).toEqual([]);
  });

  it('stays when somebody edits the contact, and can be downloaded', async () => {
    const edited = await api.request(`/v1/accounts/${accountId}/contacts/34600000002`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags: { add: ['new'] } }),
    });
    expect(edited.status).toBe(200);
    expect(await phones(`import=${first.id}`)).toEqual(['34600000001', '34600000002']);
    const { record } = await api.download(accountId, { import: first.id });
    expect(record.rows).toBe(2);
  });

  it('cannot be a condition of a campaign', async () => {
    const body = JSON.stringify({ accountId, segment: { import: first.id } });
    const headers = { 'content-type': 'application/json' };
    expect((await api.request('/v1/campaigns/reach', { method: 'POST', headers, body })).status).toBe(400);
  });

  it('includes the states that an import went through', () => {
    expect(first.history!.map(({ status }) => status)).toEqual([
      'uploaded',
      'checking',
      'ready',
      'importing',
      'completed',
    ]);
  });

  it('is summed up by day and account, and by tag', async () => {
    const { from, to, accounts } = await api.get<ImportStatistics>('/v1/statistics/imports?days=7');
    expect(Date.parse(to) - Date.parse(from)).toBe(6 * 86_400_000);
    const created = accounts.flatMap(({ days }) => days).reduce((sum, day) => sum + day.created, 0);
    expect({ accounts: accounts.map((account) => account.accountId), created }).toEqual({
      accounts: [accountId],
      created: 4,
    });
    const { items } = await api.get<Page<CatalogueEntry>>(`/v1/statistics/tags?accountId=${accountId}`);
    expect(items.slice(0, 2)).toEqual([
      { kind: 'tag', name: 'vip', contacts: 2, exact: true },
      expect.objectContaining({ contacts: 1 }),
    ]);
    expect((await api.request('/v1/statistics/imports?timeZone=Mars')).status).toBe(400);
  });

  it('has an author whose name everybody may read', async () => {
    const viewer = new ApiClient(stack.url, tenant.keys.viewer);
    const { id } = await api.get<Me>('/v1/me');
    expect(first.createdBy).toEqual({ kind: 'key', id });
    expect(await viewer.get<Author>(`/v1/authors/keys/${id}`)).toMatchObject({ kind: 'key', id });
    expect(await viewer.get<Author>(`/v1/authors/users/${tenant.user.id}`)).toEqual({
      kind: 'user',
      id: tenant.user.id,
      name: tenant.user.name,
    });
  });
});
