import { beforeAll, describe, expect, it } from 'vitest';
import {
  auditEntrySchema,
  type AuditAction,
  type AuditEntry,
  type NewApiKey,
  type NewInvitation,
  type Page,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const FILE = 'id,name\n44687985632,Jane Smith\n12,Nobody\n';

describe('the audit log', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let keyId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    keyId = (await admin.get<{ id: string }>('/v1/me')).id;
  }, 60_000);

  const read = async (query = ''): Promise<AuditEntry[]> =>
    (await admin.get<Page<AuditEntry>>(`/v1/audit?${query}`)).items;
  const latest = async (action: AuditAction): Promise<AuditEntry> => (await read(`action=${action}&limit=1`))[0]!;
  const signIn = (password: string, headers: Record<string, string> = {}): Promise<Response> =>
    postJson(`${stack.url}/v1/session`, { email: tenant.user.email, password }, headers);

  it('records who signed in, who tried to, and who signed out', async () => {
    await signIn('wrong', { 'x-request-id': 'audit-refused' });
    const cookie = cookieOf(await signIn(tenant.user.password, { 'x-request-id': 'audit-began' }));
    await fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers: { 'x-requested-with': 'contacts', cookie } });
    await postJson(`${stack.url}/v1/session`, { email: 'nobody@test.example', password: 'wrong' });
    const entries = await read(`actorId=${tenant.user.id}`);
    expect(entries.map(({ action }) => action)).toEqual(['session.ended', 'session.began', 'session.refused']);
    expect(entries[1]).toMatchObject({
      actor: { kind: 'user', id: tenant.user.id },
      requestId: 'audit-began',
      targets: [tenant.user.id],
    });
    for (const entry of entries) auditEntrySchema.strict().parse(entry);
  });

  it('records new, changed and removed keys and members', async () => {
    const key = await admin.post<NewApiKey>('/v1/keys', { name: 'Secretive Program', role: 'viewer' });
    expect(await latest('key.created')).toMatchObject({ actor: { kind: 'key', id: keyId }, targets: [key.id] });
    await admin.request(`/v1/keys/${key.id}`, { method: 'DELETE' });
    expect(await latest('key.revoked')).toMatchObject({ targets: [key.id] });

    const { id, link } = await admin.post<NewInvitation>('/v1/members', { email: 'li@test.example', role: 'viewer' });
    expect(await latest('member.invited')).toMatchObject({ targets: [id] });
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
    const joined = await postJson(`${stack.url}/v1/invitations/accept`, {
      token,
      name: 'Li Wei',
      password: 'correct horse battery',
    });
    const member = ((await joined.json()) as { id: string }).id;
    expect(await latest('member.joined')).toMatchObject({ actor: { kind: 'user', id: member }, targets: [member] });
    await admin.request(`/v1/members/${member}`, { method: 'DELETE' });
    expect(await latest('member.removed')).toMatchObject({ targets: [member] });
  });

  it('records imports, downloads and edits, without phone numbers of contacts', async () => {
    const accountId = tenant.accounts[0]!.id;
    const { id } = await admin.importFile(accountId, FILE);
    expect(await latest('import.uploaded')).toMatchObject({ targets: [id] });
    await admin.request(`/v1/imports/${id}/errors`);
    expect(await latest('import.errors_downloaded')).toMatchObject({ targets: [id] });
    const { record } = await admin.download(accountId);
    expect(await latest('export.ordered')).toMatchObject({ targets: [record.id] });
    expect(await latest('export.downloaded')).toMatchObject({ targets: [record.id] });
    const edit = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"tags":["vip"]}' };
    expect((await admin.request(`/v1/accounts/${accountId}/contacts/44687985632`, edit)).status).toBe(200);
    expect(await latest('contact.edited')).toMatchObject({ targets: [accountId] });
  }, 60_000);

  it('does not record refused requests', async () => {
    const before = await read();
    const viewer = new ApiClient(stack.url, tenant.keys.viewer);
    await expect(viewer.upload(tenant.accounts[0]!.id, FILE)).rejects.toThrow('not_allowed');
    await expect(admin.post('/v1/keys', { name: '' })).rejects.toThrow('invalid_request');
    await expect(admin.post('/v1/imports/x/start')).rejects.toThrow('import_not_found');
    expect(await read()).toEqual(before);
  });

  it('is read newest first, page by page, by administrators, with no personal data', async () => {
    const all = await eventually('the log is complete', () => read());
    const ids: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Page<AuditEntry> = await admin.get(`/v1/audit?limit=4${after && `&after=${after}`}`);
      expect(page.count).toEqual({ value: all.length, exact: true });
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(ids).toEqual(all.map(({ id }) => id));
    expect(ids).toEqual([...ids].sort().reverse());
    for (const secret of ['44687985632', 'Li Wei', 'Secretive', '@', 'ck_'])
      expect(JSON.stringify(all)).not.toContain(secret);
    await expect(new ApiClient(stack.url, tenant.keys.editor).get('/v1/audit')).rejects.toThrow('not_allowed');
    expect(
      (await new ApiClient(stack.url, (await stack.seed()).keys.admin).get<Page<AuditEntry>>('/v1/audit')).items,
    ).toEqual([]);
    await expect(admin.get('/v1/audit?action=everything')).rejects.toThrow('invalid_request');
    await expect(admin.get('/v1/audit?actorId[$ne]=1')).rejects.toThrow('invalid_request');
  });

  it('cannot be changed', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await admin.request('/v1/audit', { method })).status).toBe(405);
  });
});
