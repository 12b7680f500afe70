import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import {
  newApiKeySchema,
  type ApiKey,
  type Invitation,
  type Me,
  type Member,
  type NewInvitation,
  type Page,
  type NewApiKey,
} from '#contracts';
import { hashToken } from '#platform';
import { ApiClient } from '../support/api.js';
import { cookieOf, PAGE_HEADERS, postJson } from '../support/page-session.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const PASSWORD = 'correct horse battery staple';

describe('keys and members', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'], env: { PUBLIC_URL: 'https://contacts.test.example' } });
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });

  const remove = (path: string): Promise<Response> => admin.request(path, { method: 'DELETE' });
  const patch = async (
    path: string,
    body: unknown,
  ): Promise<{ status: number; body: Partial<Member> & { code?: string } }> => {
    const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await admin.request(path, init);
    return { status: response.status, body: (await response.json()) as Partial<Member> };
  };
  const tokenOf = (link: string): string => new URLSearchParams(new URL(link).hash.slice(1)).get('invitation')!;
  const accept = (token: string, name = 'Li Wei'): Promise<Response> =>
    postJson(`${stack.url}/v1/invitations/accept`, { token, name, password: PASSWORD });
  const join = async (email: string, role: string): Promise<{ id: string; cookie: string }> => {
    const { link } = await admin.post<NewInvitation>('/v1/members', { email, role });
    const response = await accept(tokenOf(link));
    expect(response.status).toBe(201);
    return { id: ((await response.json()) as Me).id, cookie: cookieOf(response) };
  };

  describe('a key', () => {
    it('is shown once, stored as a hash, shows its last use, and is revoked for good', async () => {
      const made = newApiKeySchema
        .strict()
        .parse(await admin.post<NewApiKey>('/v1/keys', { name: ' Nightly ', role: 'viewer' }));
      expect(made).toMatchObject({ name: 'Nightly', role: 'viewer', lastUsedAt: null, revokedAt: null });
      expect(JSON.stringify(await mongo.db().collection('api_keys').find().toArray())).not.toContain(made.key);

      const program = new ApiClient(stack.url, made.key);
      expect(await program.get<Me>('/v1/me')).toMatchObject({ kind: 'key', id: made.id, role: 'viewer' });
      await expect(program.get('/v1/keys')).rejects.toThrow('not_allowed');
      const listed = await admin.get<Page<ApiKey>>('/v1/keys');
      expect(listed.count.value).toBe(4);
      expect(listed.items[0]).toMatchObject({ id: made.id, lastUsedAt: expect.any(String) });
      expect(JSON.stringify(listed)).not.toContain(made.key);

      expect((await remove(`/v1/keys/${made.id}`)).status).toBe(204);
      expect((await remove(`/v1/keys/${made.id}`)).status).toBe(204);
      await expect(program.get('/v1/me')).rejects.toThrow('not_signed_in');
      expect((await admin.get<Page<ApiKey>>('/v1/keys?limit=1')).items[0]).toMatchObject({
        revokedAt: expect.any(String),
      });
    });

    it('does only what its scopes say, which are those of its role unless some are named', async () => {
      const made = await admin.post<NewApiKey>('/v1/keys', { name: 'x', role: 'admin', scopes: ['import', 'import'] });
      expect(made.scopes).toEqual(['import']);
      const program = new ApiClient(stack.url, made.key);
      for (const path of ['/v1/me', '/v1/accounts', '/v1/imports']) await program.get(path);
      for (const path of ['/v1/contacts', '/v1/exports', '/v1/campaigns', '/v1/keys', '/v1/system', '/admin/queues'])
        await expect(program.get(path), path).rejects.toThrow('not_allowed');
      const { scopes } = await admin.post<NewApiKey>('/v1/keys', { name: 'x', role: 'editor' });
      expect(scopes).toEqual(['contacts.read', 'contacts.write', 'import', 'export', 'campaigns']);
    });

    it('of a build before this one does all that its role allows, and never expires', async () => {
      const old = `ck_${'0123456789'.repeat(4)}-_x`;
      await mongo
        .db()
        .collection('api_keys')
        .insertOne({
          _id: '00000000-0000-7000-8000-000000000000' as never,
          organisationId: tenant.organisationId,
          ...{ name: 'Old', role: 'editor', hash: hashToken(old), createdAt: new Date(2020, 1) },
          ...{ lastUsedAt: null, revokedAt: null },
        });
      const program = new ApiClient(stack.url, old);
      for (const path of ['/v1/contacts', '/v1/exports', '/v1/campaigns']) await program.get(path);
      await expect(program.get('/v1/keys')).rejects.toThrow('not_allowed');
      expect((await admin.get<Page<ApiKey>>('/v1/keys')).items.at(-1)).toMatchObject({ scopes: null, expiresAt: null });
      await remove('/v1/keys/00000000-0000-7000-8000-000000000000');
    });

    it('expires after 90 days, or when it was said, or never', async () => {
      const days = async (expiresInDays?: number | null) => {
        const body = { name: 'x', role: 'viewer', expiresInDays };
        const { createdAt, expiresAt } = await admin.post<NewApiKey>('/v1/keys', body);
        return expiresAt && (Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000;
      };
      expect([await days(), await days(7), await days(null)]).toEqual([90, 7, null]);

      const { id, key } = await admin.post<NewApiKey>('/v1/keys', { name: 'x', role: 'viewer' });
      const program = new ApiClient(stack.url, key);
      await program.get('/v1/me');
      await mongo
        .db()
        .collection('api_keys')
        .updateOne({ _id: id as never }, { $set: { expiresAt: new Date(Date.now() - 1000) } });
      const refused = await program.request('/v1/me');
      expect(await refused.json()).toMatchObject({
        status: 401,
        code: 'not_signed_in',
        detail: expect.stringContaining('has expired'),
      });
    });

    it('is rotated: the secret from before works for a while beside the new one, and never a third', async () => {
      const rotate = (id: string, overlapHours?: number): Promise<NewApiKey> =>
        admin.post(`/v1/keys/${id}/rotate`, { overlapHours });
      const works = async (key: string): Promise<boolean> =>
        (await new ApiClient(stack.url, key).request('/v1/me')).status === 200;
      const first = await admin.post<NewApiKey>('/v1/keys', { name: 'x', role: 'viewer', expiresInDays: 7 });
      const second = await rotate(first.id);
      expect(second.id).toBe(first.id);
      expect(Date.parse(second.expiresAt!) - Date.parse(second.rotatedAt!)).toBe(7 * 86_400_000);
      expect(Date.parse(second.oldSecretUntil!) - Date.parse(second.rotatedAt!)).toBe(86_400_000);
      expect([await works(first.key), await works(second.key)]).toEqual([true, true]);
      const third = await rotate(first.id, 1);
      expect([await works(first.key), await works(second.key), await works(third.key)]).toEqual([false, true, true]);
      const last = await rotate(first.id, 0);
      expect([await works(third.key), await works(last.key)]).toEqual([false, true]);

      await remove(`/v1/keys/${first.id}`);
      expect([await works(third.key), await works(last.key)]).toEqual([false, false]);
      await expect(rotate(first.id)).rejects.toThrow('wrong_state');
      await expect(rotate('x')).rejects.toThrow('key_not_found');
    });

    it('that has expired gets a new secret, and the old one does not come back to life', async () => {
      const { id, key } = await admin.post<NewApiKey>('/v1/keys', { name: 'x', role: 'viewer' });
      const [createdAt, expiresAt] = [new Date(Date.now() - 86_400_000), new Date(Date.now() - 1000)];
      await mongo
        .db()
        .collection('api_keys')
        .updateOne({ _id: id as never }, { $set: { createdAt, expiresAt } });
      const rotated = await admin.post<NewApiKey>(`/v1/keys/${id}/rotate`);
      expect(rotated.oldSecretUntil).toBe(expiresAt.toISOString());
      await new ApiClient(stack.url, rotated.key).get('/v1/me');
      await expect(new ApiClient(stack.url, key).get('/v1/me')).rejects.toThrow('not_signed_in');
    });

    it.each([
      ['without a name', { role: 'viewer' }],
      ['with a scope that is none', { name: 'x', role: 'admin', scopes: ['root'] }],
      ['with no scope at all', { name: 'x', role: 'admin', scopes: [] }],
      ['with a scope of which its role can do nothing', { name: 'x', role: 'editor', scopes: ['admin'] }],
      ['with an end in the past', { name: 'x', role: 'viewer', expiresInDays: 0 }],
      ['with a blank name', { name: '  ', role: 'viewer' }],
      ['with a role that is none', { name: 'x', role: 'root' }],
      ['with an operator as its name', { name: { $ne: 1 }, role: 'viewer' }],
      ['with a list as its role', { name: 'x', role: ['admin'] }],
    ])('%s is not made', async (_, body) => {
      await expect(admin.post('/v1/keys', body)).rejects.toThrow('invalid_request');
    });
  });

  describe('a member', () => {
    it('is invited by a link that works once and is stored as a hash', async () => {
      const { link, ...invitation } = await admin.post<NewInvitation>('/v1/members', {
        email: 'Li@Test.example',
        role: 'editor',
      });
      expect(link).toMatch(/^https:\/\/contacts\.test\.example\/welcome#invitation=[\w-]{43}$/);
      expect((await admin.get<Page<Invitation>>('/v1/invitations')).items).toEqual([invitation]);
      expect(JSON.stringify(await mongo.db().collection('invitations').find().toArray())).not.toContain(tokenOf(link));

      const [first, second] = await Promise.all([accept(tokenOf(link)), accept(tokenOf(link))]);
      expect([first.status, second.status].sort()).toEqual([201, 410]);
      const accepted = first.status === 201 ? first : second;
      const me = (await accepted.json()) as Me;
      expect(me).toMatchObject({
        kind: 'user',
        name: 'Li Wei',
        role: 'editor',
        organisation: { id: tenant.organisationId },
      });
      expect(await (await fetch(`${stack.url}/v1/me`, { headers: { cookie: cookieOf(accepted) } })).json()).toEqual(me);
      expect((await admin.get<Page<Invitation>>('/v1/invitations')).items).toEqual([]);
      expect((await postJson(`${stack.url}/v1/session`, { email: 'LI@test.example', password: PASSWORD })).status).toBe(
        200,
      );
      await expect(admin.post('/v1/members', { email: 'li@test.example', role: 'viewer' })).rejects.toThrow(
        'email_in_use',
      );
    });

    it('who is invited again gets a new link; the old one is invalid, like a withdrawn or expired one', async () => {
      const first = await admin.post<NewInvitation>('/v1/members', { email: 'again@test.example', role: 'viewer' });
      const second = await admin.post<NewInvitation>('/v1/members', { email: 'again@test.example', role: 'viewer' });
      expect(await (await accept(tokenOf(first.link))).json()).toMatchObject({ status: 410, code: 'link_not_valid' });
      expect((await remove(`/v1/invitations/${second.id}`)).status).toBe(204);
      expect((await accept(tokenOf(second.link))).status).toBe(410);

      const third = await admin.post<NewInvitation>('/v1/members', { email: 'again@test.example', role: 'viewer' });
      await mongo
        .db()
        .collection('invitations')
        .updateOne({ _id: third.id as never }, { $set: { expiresAt: new Date(Date.now() - 1000) } });
      expect((await accept(tokenOf(third.link))).status).toBe(410);
      expect((await admin.get<Page<Invitation>>('/v1/invitations')).items).toEqual([]);
    });

    it('whose address belongs to another organisation is told so, and nobody else is', async () => {
      const stranger = await stack.seed();
      const { link } = await admin.post<NewInvitation>('/v1/members', { email: stranger.user.email, role: 'viewer' });
      expect(await (await accept(tokenOf(link))).json()).toMatchObject({ status: 409, code: 'email_in_use' });
    });

    it('has a new role from the next request on, and no session after removal', async () => {
      const { id, cookie } = await join('role@test.example', 'viewer');
      const listKeys = (): Promise<Response> => fetch(`${stack.url}/v1/keys`, { headers: { cookie } });
      expect((await listKeys()).status).toBe(403);
      expect(await patch(`/v1/members/${id}`, { role: 'admin', name: 'Roland' })).toMatchObject({
        status: 200,
        body: { role: 'admin', name: 'Roland' },
      });
      expect((await listKeys()).status).toBe(200);
      expect((await remove(`/v1/members/${id}`)).status).toBe(204);
      expect((await listKeys()).status).toBe(401);
      expect(await mongo.db().collection('sessions').countDocuments({ userId: id })).toBe(0);
      expect(await patch(`/v1/members/${id}`, { role: 'admin' })).toMatchObject({
        status: 404,
        body: { code: 'member_not_found' },
      });
    });

    it('who is the last administrator keeps the role, also when two demote each other', async () => {
      const owner = tenant.user.id;
      const lastOne = { status: 409, body: { code: 'last_administrator' } };
      expect(await patch(`/v1/members/${owner}`, { role: 'viewer' })).toMatchObject(lastOne);
      expect(await (await remove(`/v1/members/${owner}`)).json()).toMatchObject(lastOne.body);
      expect((await patch(`/v1/members/${owner}`, { name: 'Owner' })).status).toBe(200);

      const { id } = await join('second@test.example', 'admin');
      const answers = await Promise.all([
        patch(`/v1/members/${owner}`, { role: 'editor' }),
        patch(`/v1/members/${id}`, { role: 'editor' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { items } = await admin.get<Page<Member>>('/v1/members');
      expect(items.filter(({ role }) => role === 'admin')).toHaveLength(1);
    });

    it.each([
      ['a password that is too short', { token: 'x', name: 'x', password: 'short' }],
      ['an operator as token', { token: { $ne: 1 }, name: 'x', password: PASSWORD }],
      ['a list as name', { token: 'x', name: ['x'], password: PASSWORD }],
    ])('does not come with %s', async (_, body) => {
      expect((await postJson(`${stack.url}/v1/invitations/accept`, body)).status).toBe(400);
    });
  });

  it('an editor can manage neither', async () => {
    const editor = new ApiClient(stack.url, tenant.keys.editor);
    for (const path of ['/v1/keys', '/v1/members', '/v1/invitations'])
      await expect(editor.get(path)).rejects.toThrow('not_allowed');
    await expect(editor.post('/v1/keys', { name: 'x', role: 'admin' })).rejects.toThrow('not_allowed');
    await expect(editor.post('/v1/members', { email: 'x@test.example', role: 'admin' })).rejects.toThrow('not_allowed');
  });

  it('changes with a cookie are accepted only from our page', async () => {
    const signedIn = await postJson(`${stack.url}/v1/session`, {
      email: tenant.user.email,
      password: tenant.user.password,
    });
    const init = (headers: Record<string, string>): RequestInit => ({
      method: 'POST',
      headers: { ...headers, cookie: cookieOf(signedIn) },
      body: JSON.stringify({ name: 'x', role: 'viewer' }),
    });
    expect((await fetch(`${stack.url}/v1/keys`, init({ 'content-type': 'application/json' }))).status).toBe(403);
    expect([201, 403]).toContain((await fetch(`${stack.url}/v1/keys`, init(PAGE_HEADERS))).status);
  });
});
