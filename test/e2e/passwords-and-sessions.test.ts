import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry, Me, NewInvitation, Page, Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { cookieOf, PAGE_HEADERS, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const NEXT = 'nine green cats on a roof';

describe('passwords and sessions', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
  }, 60_000);

  const signIn = (password = tenant.user.password): Promise<Response> =>
    postJson(`${stack.url}/v1/session`, { email: tenant.user.email, password });
  const session = async (password?: string): Promise<string> => cookieOf(await signIn(password));
  const as = (cookie: string, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${stack.url}/v1${path}`, {
      method,
      headers: { ...PAGE_HEADERS, cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const problem = async (response: Response): Promise<Problem> => (await response.json()) as Problem;
  const isSignedIn = async (cookie: string): Promise<boolean> => (await as(cookie, 'GET', '/me')).status === 200;
  const actions = async (actorId = tenant.user.id): Promise<string[]> =>
    (await admin.get<Page<AuditEntry>>(`/v1/audit?actorId=${actorId}`)).items.map(({ action }) => action);

  describe('the own password', () => {
    const change = (cookie: string, current: string, password: string): Promise<Response> =>
      as(cookie, 'PUT', '/me/password', { current, password });

    it('is changed by who knows it, and ends every other session', async () => {
      const [here, there] = [await session(), await session()];
      const wrong = await problem(await change(here, 'not the password', NEXT));
      expect(wrong).toMatchObject({ status: 403, code: 'wrong_password', errors: [{ field: 'current' }] });
      expect(await isSignedIn(there)).toBe(true);

      const { password } = tenant.user;
      expect((await change(here, password, NEXT)).status).toBe(204);
      expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
      expect([(await signIn(password)).status, (await signIn(NEXT)).status]).toEqual([401, 200]);
      expect((await actions()).slice(0, 5)).toEqual([
        'session.began',
        'session.refused',
        'password.changed',
        'session.refused',
        'session.began',
      ]);
      expect((await change(here, NEXT, password)).status).toBe(204);
    });

    it('is taken by one of two who change it at the same time', async () => {
      const cookie = await session();
      const { password } = tenant.user;
      const answers = await Promise.all(
        ['six blue dogs in a boat', 'two old owls on a wall'].map(async (next) => ({
          next,
          status: (await change(cookie, password, next)).status,
        })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
      const { next } = answers.find(({ status }) => status === 204)!;
      expect((await change(cookie, next, password)).status).toBe(204);
    });

    it('cannot be a common one, here and where somebody joins', async () => {
      const common = { status: 400, code: 'invalid_request', errors: [{ field: 'password', code: 'common_password' }] };
      const { password, email } = tenant.user;
      const cookie = await session();
      for (const easy of ['Password1234!', email]) {
        expect(await problem(await change(cookie, password, easy))).toMatchObject(common);
      }
      const { link } = await admin.post<NewInvitation>('/v1/members', { email: `new-${email}`, role: 'viewer' });
      const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
      const join = (chosen: string) =>
        postJson(`${stack.url}/v1/invitations/accept`, { token, name: 'Li Wei', password: chosen });
      expect(await problem(await join('qwertyuiop12'))).toMatchObject(common);
      const joined = await join(NEXT);
      expect((await joined.json()) as Me).toMatchObject({ hasPassword: true });
    });

    it('cannot be guessed by who has a session, and is nothing for API keys', async () => {
      const { user } = await stack.seed();
      const cookie = cookieOf(
        await postJson(`${stack.url}/v1/session`, { email: user.email, password: user.password }),
      );
      const statuses: number[] = [];
      // Twice the limit: the minute may end in between.
      for (let guess = 0; guess < 40 && !statuses.includes(429); guess++)
        statuses.push((await change(cookie, `guess ${guess}`, NEXT)).status);
      expect(new Set(statuses)).toEqual(new Set([403, 429]));
      const body = JSON.stringify({ current: user.password, password: NEXT });
      const byKey = await admin.request('/v1/me/password', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(await problem(byKey)).toMatchObject({ status: 403, code: 'not_allowed' });
    });
  });
});
