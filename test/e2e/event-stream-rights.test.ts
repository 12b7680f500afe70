import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { NewApiKey, NewInvitation, Problem, Role } from '#contracts';
import { hashToken } from '#platform';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { followImport } from '../support/follow-import.js';
import { makeOperatorKey } from '../support/operator-key.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { Person } from '../support/person.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const PASSWORD = 'correct horse battery staple';
/** Rights are looked at again every two seconds. */
const SOON_MS = 10_000;

interface Listener {
  name: string;
  headers: Record<string, string>;
  /** Ends their right to hear the import. */
  lose: () => Promise<unknown>;
  /** What they are told who connect again. */
  answer: string;
}

/** Whoever listens to an import. Only the gateway runs, so it stays as it is. */
describe('an open event stream', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let mongo: mongoose.mongo.MongoClient;
  let importId: string;

  beforeAll(async () => {
    const env = { ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    stack = await startStack({ services: ['gateway'], env });
    // The operators.
    await stack.seed();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    importId = await upload(admin, tenant);
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });

  const upload = async (api: ApiClient, { accounts }: SeededTenant): Promise<string> =>
    (await api.upload(accounts[0]!.id, 'id,name\n44687985632,Jane Smith\n')).id;
  const listen = (headers: Record<string, string>, id = importId): Promise<Response> =>
    fetch(`${stack.url}/v1/imports/${id}/events`, { headers });
  const refusalOf = async (response: Response): Promise<string> => {
    // A stream would not end.
    if (response.ok) await response.body?.cancel();
    return response.ok ? 'none' : `${response.status} ${((await response.json()) as Problem).code}`;
  };
  const expire = (collection: string, _id: string): Promise<unknown> =>
    mongo
      .db()
      .collection(collection)
      .updateOne({ _id: _id as never }, { $set: { expiresAt: new Date(Date.now() - 1) } });
  const tokenOf = (cookie: string): string => cookie.split('=')[1]!;
  const change = (path: string, method: string, body: object = {}): Promise<Response> =>
    admin.request(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  /** @param role what they are when they listen, whatever they were invited as */
  async function person(
    name: string,
    lose: (who: { id: string; cookie: string }) => Promise<unknown>,
    {
      answer = '401 not_signed_in',
      role = 'viewer',
      invited = { role },
    }: { answer?: string; role?: Role; invited?: { role: Role; accountIds?: string[] } } = {},
  ): Promise<Listener> {
    const { link } = await admin.post<NewInvitation>('/v1/members', { email: `${newId()}@test.example`, ...invited });
    const accepted = { token: link.split('=')[1], name, password: PASSWORD };
    const joined = await postJson(`${stack.url}/v1/invitations/accept`, accepted);
    const cookie = cookieOf(joined);
    const { id } = (await joined.json()) as { id: string };
    if (role !== invited.role) expect((await change(`/v1/members/${id}`, 'PATCH', { role })).status).toBe(200);
    return { name, headers: { cookie }, lose: () => lose({ id, cookie }), answer };
  }

  async function program(name: string, lose: (key: NewApiKey) => Promise<unknown>): Promise<Listener> {
    const key = await admin.post<NewApiKey>('/v1/keys', { name, role: 'viewer' });
    const headers = { authorization: `Bearer ${key.key}` };
    return { name, headers, lose: () => lose(key), answer: '401 not_signed_in' };
  }

  it('ends soon after the rights of its listener, and goes on for the others', async () => {
    const onlySecond = { accountIds: [tenant.accounts[1]!.id] };
    const signOut = (cookie: string): Promise<Response> =>
      fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers: { cookie, 'x-requested-with': 'contacts' } });
    const listeners = await Promise.all([
      person('who signs out', ({ cookie }) => signOut(cookie)),
      person('whose session is over', ({ cookie }) => expire('sessions', hashToken(tokenOf(cookie)))),
      person('who is removed', ({ id }) => change(`/v1/members/${id}`, 'DELETE')),
      person('who is limited', ({ id }) => change(`/v1/members/${id}`, 'PATCH', onlySecond), {
        answer: '404 import_not_found',
      }),
      // Limits from before somebody became an administrator count again.
      person('an administrator no more', ({ id }) => change(`/v1/members/${id}`, 'PATCH', { role: 'viewer' }), {
        answer: '404 import_not_found',
        role: 'admin',
        invited: { role: 'viewer', ...onlySecond },
      }),
      program('a revoked key', ({ id }) => change(`/v1/keys/${id}`, 'DELETE')),
      program('an expired key', ({ id }) => expire('api_keys', id)),
      program('a key before its rotation', ({ id }) => change(`/v1/keys/${id}/rotate`, 'POST', { overlapHours: 0 })),
    ]);
    const stays = followImport(await listen({ authorization: `Bearer ${tenant.keys.viewer}` }));
    const open = new Set(listeners.map(({ name }) => name));
    const streams = await Promise.all(
      listeners.map(async ({ name, headers }) => {
        const { states, ended } = followImport(await listen(headers));
        void ended.finally(() => open.delete(name));
        return states;
      }),
    );
    const onlyFirst = listeners.map(() => ['uploaded']);
    await eventually('all have heard of it', () =>
      expect([stays.states, ...streams]).toEqual([['uploaded'], ...onlyFirst]),
    );
    expect(open.size).toBe(listeners.length);

    for (const { lose } of listeners) await lose();
    await eventually('their streams have ended', () => expect([...open]).toEqual([]), SOON_MS);
    for (const { name, headers, answer } of listeners) {
      expect([name, await refusalOf(await listen(headers))]).toEqual([name, answer]);
    }

    await admin.post(`/v1/imports/${importId}/cancel`);
    await stays.ended;
    expect(stays.states).toEqual(['uploaded', 'cancelled']);
    expect(streams).toEqual(onlyFirst);
  }, 60_000);

  it.each(['admin', 'editor'] as const)('goes on for a member who was %s and becomes a viewer', async (role) => {
    const id = await upload(admin, tenant);
    const falling = await person(
      'who falls',
      async (who) => {
        expect((await change(`/v1/members/${who.id}`, 'PATCH', { role: 'viewer' })).status).toBe(200);
        // Only the stream uses the session, so its next use is one with the new role.
        const session = { _id: hashToken(tokenOf(who.cookie)) as never };
        const before = new Date(Date.now() - 10 * 60_000);
        const sessions = mongo.db().collection('sessions');
        await sessions.updateOne(session, { $set: { lastUsedAt: before } });
        await eventually(
          'the stream has looked at the rights',
          async () => expect((await sessions.findOne(session))!.lastUsedAt).not.toEqual(before),
          SOON_MS,
        );
      },
      { role },
    );
    const { states, last, ended } = followImport(await listen(falling.headers, id));
    await eventually('it is heard of', () => expect(states).toEqual(['uploaded']));
    await falling.lose();

    // They hear what any viewer may read, and do what any viewer may do.
    const cancel = { ...falling.headers, 'x-requested-with': 'contacts' };
    const refused = await fetch(`${stack.url}/v1/imports/${id}/cancel`, { method: 'POST', headers: cancel });
    expect(await refusalOf(refused)).toBe('403 not_allowed');
    await admin.post(`/v1/imports/${id}/cancel`);
    await ended;
    expect(states).toEqual(['uploaded', 'cancelled']);
    expect(last()).toEqual(await new ApiClient(stack.url, tenant.keys.viewer).get(`/v1/imports/${id}`));
  });

  it('ends for those who lack the second factor that their organisation begins to require', async () => {
    const strict = await stack.seed();
    const key = new ApiClient(stack.url, strict.keys.admin);
    const id = await upload(key, strict);
    const [ana, li] = [strict.user, { email: `${newId()}@test.example`, password: PASSWORD }].map(
      (user) => new Person(stack.url, user),
    ) as [Person, Person];
    await ana.signIn();
    await ana.setUpApp();
    const { link } = await key.post<NewInvitation>('/v1/members', { email: li.user.email, role: 'viewer' });
    await li.read('POST', '/invitations/accept', { token: link.split('=')[1], name: 'Li', password: PASSWORD });
    const path = `/imports/${id}/events`;
    const [has, lacks] = [followImport(await ana.ask('GET', path)), followImport(await li.ask('GET', path))];
    await eventually('both have heard of it', () =>
      expect([has.states, lacks.states]).toEqual([['uploaded'], ['uploaded']]),
    );

    await ana.read('PUT', '/second-factor-policy');
    await lacks.ended;
    expect(await li.outcome(path, undefined, 'GET')).toBe('403 second_factor_required');
    await key.post(`/v1/imports/${id}/cancel`);
    await has.ended;
    expect([has.states, lacks.states]).toEqual([['uploaded', 'cancelled'], ['uploaded']]);
  });

  it('ends when the organisation is suspended, while its import goes on', async () => {
    const suspended = await stack.seed();
    const { organisationId, keys } = suspended;
    const id = await upload(new ApiClient(stack.url, keys.admin), suspended);
    const imports = mongo.db().collection<{ _id: string }>('imports');
    // As if an importer were reading it: it is only asked to stop.
    await imports.updateOne({ _id: id }, { $set: { status: 'checking' } });
    const headers = { authorization: `Bearer ${keys.viewer}` };
    const { states, ended } = followImport(await listen(headers, id));
    await eventually('it is heard of', () => expect(states).toEqual(['checking']));
    const { key } = await makeOperatorKey(stack);
    await new ApiClient(stack.url, key).post(`/v1/organisations/${organisationId}/suspend`);
    let isOpen = true;
    void ended.finally(() => (isOpen = false));
    await eventually('the stream has ended', () => expect(isOpen).toBe(false), SOON_MS);
    expect(await imports.findOne({ _id: id })).toMatchObject({ status: 'checking' });
    expect(await refusalOf(await listen(headers, id))).toBe('403 organisation_suspended');
  }, 60_000);
});
