import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import type { Import, NewApiKey, NewInvitation, Problem } from '#contracts';
import { hashToken } from '#platform';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { followImport } from '../support/follow-import.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

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

/** Whoever listens to an import, by requests to a running gateway. */
describe('an open event stream', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let mongo: mongoose.mongo.MongoClient;
  let importId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const file = 'id,name\n44687985632,Jane Smith\n';
    importId = (await admin.upload(tenant.accounts[0]!.id, file, { start: 'confirm' })).id;
    await eventually('it waits', async () =>
      expect((await admin.get<Import>(`/v1/imports/${importId}`)).status).toBe('ready'),
    );
  }, 60_000);
  afterAll(() => mongo?.close());

  const listen = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${stack.url}/v1/imports/${importId}/events`, { headers });
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
  const change = (path: string, method: string, body: object = {}): Promise<Response> =>
    admin.request(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  async function person(
    name: string,
    lose: (who: { id: string; cookie: string }) => Promise<unknown>,
    answer = '401 not_signed_in',
  ): Promise<Listener> {
    const invited = { email: `${newId()}@test.example`, role: 'viewer' };
    const { link } = await admin.post<NewInvitation>('/v1/members', invited);
    const accepted = { token: link.split('=')[1], name, password: PASSWORD };
    const joined = await postJson(`${stack.url}/v1/invitations/accept`, accepted);
    const cookie = cookieOf(joined);
    const { id } = (await joined.json()) as { id: string };
    return { name, headers: { cookie }, lose: () => lose({ id, cookie }), answer };
  }

  async function program(name: string, lose: (key: NewApiKey) => Promise<unknown>): Promise<Listener> {
    const key = await admin.post<NewApiKey>('/v1/keys', { name, role: 'viewer' });
    const headers = { authorization: `Bearer ${key.key}` };
    return { name, headers, lose: () => lose(key), answer: '401 not_signed_in' };
  }

  it('ends soon after the rights of its listener, and goes on for the others', async () => {
    const tokenOf = (cookie: string): string => cookie.split('=')[1]!;
    const onlySecond = { accountIds: [tenant.accounts[1]!.id] };
    const signOut = (cookie: string): Promise<Response> =>
      fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers: { cookie, 'x-requested-with': 'contacts' } });
    const listeners = await Promise.all([
      person('who signs out', ({ cookie }) => signOut(cookie)),
      person('whose session is over', ({ cookie }) => expire('sessions', hashToken(tokenOf(cookie)))),
      person('who is removed', ({ id }) => change(`/v1/members/${id}`, 'DELETE')),
      person('who is limited', ({ id }) => change(`/v1/members/${id}`, 'PATCH', onlySecond), '404 import_not_found'),
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
    const onlyReady = listeners.map(() => ['ready']);
    await eventually('all have heard of it', () =>
      expect([stays.states, ...streams]).toEqual([['ready'], ...onlyReady]),
    );
    expect(open.size).toBe(listeners.length);

    for (const { lose } of listeners) await lose();
    await eventually('their streams have ended', () => expect([...open]).toEqual([]), SOON_MS);
    for (const { name, headers, answer } of listeners) {
      expect([name, await refusalOf(await listen(headers))]).toEqual([name, answer]);
    }

    await admin.post(`/v1/imports/${importId}/cancel`);
    await stays.ended;
    expect(stays.states).toEqual(['ready', 'cancelled']);
    expect(streams).toEqual(onlyReady);
  }, 60_000);
});
