import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Me, Member, NewInvitation, Page, Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { cookieOf, PAGE_HEADERS, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** Ana is the administrator of one organisation, and is invited to another. */
describe('a person of several organisations', () => {
  let stack: RunningProduct;
  let own: SeededTenant;
  let other: SeededTenant;
  let ownAdmin: ApiClient;
  let otherAdmin: ApiClient;
  let mongo: mongoose.mongo.MongoClient;
  let ana: string;

  beforeAll(async () => {
    stack = await sharedStack();
    [own, other] = [await stack.seed(), await stack.seed()];
    ownAdmin = new ApiClient(stack.url, own.keys.admin);
    otherAdmin = new ApiClient(stack.url, other.keys.admin);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    ana = await session(own.user);
  }, 60_000);
  afterAll(() => mongo?.close());

  const session = async ({ email, password }: { email: string; password: string }): Promise<string> =>
    cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
  const as = (cookie: string, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${stack.url}/v1${path}`, {
      method,
      headers: body === undefined ? { 'x-requested-with': 'contacts', cookie } : { ...PAGE_HEADERS, cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const me = async (cookie: string): Promise<Me> => (await (await as(cookie, 'GET', '/me')).json()) as Me;
  const invite = async (admin: ApiClient, email: string, role: string): Promise<string> => {
    const { link } = await admin.post<NewInvitation>('/v1/members', { email, role });
    return new URLSearchParams(new URL(link).hash.slice(1)).get('invitation')!;
  };
  const accept = (cookie: string, token: string): Promise<Response> =>
    as(cookie, 'POST', '/invitations/accept-as-me', { token });
  const switchTo = (cookie: string, organisationId: string): Promise<Response> =>
    as(cookie, 'POST', '/session/organisation', { organisationId });
  const code = async (response: Response): Promise<string> => ((await response.json()) as Problem).code;
  const actions = async (admin: ApiClient): Promise<string[]> =>
    (await admin.get<Page<AuditEntry>>(`/v1/audit?actorId=${own.user.id}`)).items.map(({ action }) => action);
  const change = (admin: ApiClient, body: unknown): Promise<Response> =>
    admin.request(`/v1/members/${own.user.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('accepts an invitation to their address while signed in, and nobody else does', async () => {
    // A link that her administrator made before would open the other organisation, too.
    const { link } = await ownAdmin.post<{ link: string }>(`/v1/members/${own.user.id}/password-link`, {});
    const token = await invite(otherAdmin, own.user.email, 'viewer');
    const stranger = await session((await stack.seed()).user);
    expect(await code(await accept(stranger, token))).toBe('not_your_invitation');
    expect(await code(await accept(ana, 'x'))).toBe('link_not_valid');
    expect(await code(await as(ana, 'POST', '/invitations/accept-as-me', {}))).toBe('invalid_request');

    const joined = await accept(ana, token);
    expect(joined.status).toBe(200);
    expect(await joined.json()).toMatchObject({
      id: own.user.id,
      role: 'viewer',
      organisation: { id: other.organisationId },
    });
    expect(await code(await accept(ana, token))).toBe('link_not_valid');
    const reset = {
      token: new URLSearchParams(new URL(link).hash.slice(1)).get('password'),
      password: 'nine green cats on a roof',
    };
    expect(await code(await postJson(`${stack.url}/v1/session/reset`, reset))).toBe('link_not_valid');
    await expect(otherAdmin.post('/v1/members', { email: own.user.email, role: 'viewer' })).rejects.toThrow(
      'email_in_use',
    );
  });

  it('sees one organisation at a time, with the role there, and comes back to it', async () => {
    const both = [own.organisationId, other.organisationId].sort();
    const there = await me(ana);
    expect(there.organisations!.map(({ id }) => id).sort()).toEqual(both);
    expect((await as(ana, 'GET', '/keys')).status).toBe(403);
    expect(await (await as(ana, 'GET', '/accounts')).text()).not.toContain(own.accounts[0]!.id);

    expect(await (await switchTo(ana, own.organisationId)).json()).toMatchObject({
      role: 'admin',
      organisation: { id: own.organisationId },
    });
    expect((await as(ana, 'GET', '/keys')).status).toBe(200);
    expect(await (await as(ana, 'GET', '/accounts')).text()).not.toContain(other.accounts[0]!.id);
    expect((await me(await session(own.user))).organisation.id).toBe(own.organisationId);
    await switchTo(ana, other.organisationId);
    expect((await me(await session(own.user))).organisation.id).toBe(other.organisationId);

    const nobodys = (await stack.seed()).organisationId;
    for (const id of [nobodys, crypto.randomUUID()])
      expect(await code(await switchTo(ana, id))).toBe('organisation_not_found');
    expect(await code(await as(ana, 'POST', '/session/organisation', { organisationId: { $ne: 1 } }))).toBe(
      'invalid_request',
    );
    expect(
      await code(
        await ownAdmin.request('/v1/session/organisation', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ organisationId: own.organisationId }),
        }),
      ),
    ).toBe('not_allowed');
  });

  it('is a member of both: each names and changes only its own', async () => {
    const listed = async (admin: ApiClient): Promise<Page<Member>> => admin.get('/v1/members');
    expect((await listed(otherAdmin)).count.value).toBe(2);
    expect((await listed(otherAdmin)).items.find(({ id }) => id === own.user.id)).toMatchObject({ role: 'viewer' });
    expect((await listed(ownAdmin)).items).toMatchObject([{ id: own.user.id, role: 'admin' }]);
    expect((await change(otherAdmin, { role: 'editor' })).status).toBe(200);
    expect((await listed(ownAdmin)).items).toMatchObject([{ role: 'admin' }]);
    expect((await listed(otherAdmin)).items.find(({ id }) => id === own.user.id)).toMatchObject({ role: 'editor' });
    // The last administrator of one organisation is so whatever they are in the other.
    expect(await code(await change(ownAdmin, { role: 'viewer' }))).toBe('last_administrator');
    expect(await otherAdmin.get(`/v1/authors/users/${own.user.id}`)).toMatchObject({ name: own.user.name });

    expect(await code(await change(otherAdmin, { name: 'Not Ana' }))).toBe('member_of_several');
    await expect(otherAdmin.post(`/v1/members/${own.user.id}/password-link`, {})).rejects.toThrow('member_of_several');
    const [here, there] = [await actions(ownAdmin), await actions(otherAdmin)];
    expect(here).toContain('session.switched');
    expect(there).toEqual(['session.new_device', 'session.began', 'session.switched', 'member.joined']);
  });

  it('keeps the other organisation when one removes them; a password is changed for both', async () => {
    const [inOther, inOwn] = [ana, await session(own.user)];
    await switchTo(inOwn, own.organisationId);
    const changed = { current: own.user.password, password: 'nine green cats on a roof' };
    expect((await as(inOwn, 'PUT', '/me/password', changed)).status).toBe(204);
    expect((await as(inOther, 'GET', '/me')).status).toBe(401);

    const again = await session({ ...own.user, password: changed.password });
    await switchTo(again, other.organisationId);
    expect((await otherAdmin.request(`/v1/members/${own.user.id}`, { method: 'DELETE' })).status).toBe(204);
    expect([(await as(again, 'GET', '/me')).status, (await as(inOwn, 'GET', '/me')).status]).toEqual([401, 200]);
    const back = await me(await session({ ...own.user, password: changed.password }));
    expect(back).toMatchObject({ role: 'admin', organisation: { id: own.organisationId } });
    expect(back.organisations).toHaveLength(1);
    expect(await code(await otherAdmin.request(`/v1/members/${own.user.id}`, { method: 'DELETE' }))).toBe(
      'member_not_found',
    );
  });

  it('was stored by the build before, which knows one organisation and its role', async () => {
    const users = mongo.db().collection<{ _id: string }>('users');
    await users.updateOne({ _id: other.user.id }, { $unset: { memberships: 1 } });
    const cookie = await session(other.user);
    expect(await me(cookie)).toMatchObject({ role: 'admin', organisations: [{ id: other.organisationId }] });
    expect((await otherAdmin.get<Page<Member>>('/v1/members')).items).toMatchObject([{ id: other.user.id }]);
    expect((await accept(cookie, await invite(ownAdmin, other.user.email, 'editor'))).status).toBe(200);
    expect((await me(cookie)).organisations).toHaveLength(2);
    // A gateway of the build before changes the role that it knows: that beside `memberships`.
    await users.updateOne({ _id: other.user.id }, { $set: { role: 'viewer' } });
    expect((await me(cookie)).role).toBe('viewer');
    expect(await code(await switchTo(cookie, other.organisationId))).toBeUndefined();
    expect((await me(cookie)).role).toBe('admin');
  });
});
