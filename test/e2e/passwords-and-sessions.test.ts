import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Me, NewInvitation, Page, Problem, Session } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cookieOf, PAGE_HEADERS, postJson } from '../support/page-session.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const NEXT = 'nine green cats on a roof';

describe('passwords and sessions', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    admin = new ApiClient(stack.url, tenant.keys.admin);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(() => mongo?.close());

  const signIn = (password = tenant.user.password): Promise<Response> =>
    postJson(`${stack.url}/v1/session`, { email: tenant.user.email, password });
  const session = async (password?: string): Promise<string> => cookieOf(await signIn(password));
  const as = (cookie: string, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${stack.url}/v1${path}`, {
      method,
      ...(body === undefined
        ? { headers: { 'x-requested-with': 'contacts', cookie } }
        : { headers: { ...PAGE_HEADERS, cookie }, body: JSON.stringify(body) }),
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
      expect((await actions()).slice(0, 6)).toEqual([
        'session.new_device',
        'session.began',
        'session.refused',
        'password.changed',
        'session.refused',
        'session.new_device',
      ]);
      expect((await change(here, NEXT, password)).status).toBe(204);
    });

    it('stays good however old it is, and is asked for as it was chosen', async () => {
      const { user } = await stack.seed();
      const long = { createdAt: new Date('2016-01-01'), signedInAt: new Date('2016-01-02') };
      const { matchedCount } = await mongo
        .db()
        .collection('users')
        .updateOne({ _id: user.id as never }, { $set: long });
      const { email, password } = user;
      const begin = (given: string) => postJson(`${stack.url}/v1/session`, { email, password: given });
      const answer = await begin(password);
      expect([matchedCount, answer.status]).toEqual([1, 200]);
      expect(await (await as(cookieOf(answer), 'GET', '/contacts')).json()).toHaveProperty('items');
      const inOtherLetters = password.replace(/[a-z]/i, (one) =>
        /[a-z]/.test(one) ? one.toUpperCase() : one.toLowerCase(),
      );
      for (const other of [inOtherLetters, ` ${password}`, `${password} `, password.slice(0, -1)])
        expect((await begin(other)).status).toBe(401);
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
      const { name } = (await admin.get<Me>('/v1/me')).organisation;
      for (const easy of ['Password1234!', email, `${name} ${name}`, 'ContactsContacts']) {
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

  it('that is replaced leaves no session behind that began with it at the same moment', async () => {
    const { user } = await stack.seed();
    const { email, password } = user;
    const begin = () => postJson(`${stack.url}/v1/session`, { email, password });
    const here = cookieOf(await begin());
    let isDone = false;
    const changing = as(here, 'PUT', '/me/password', { current: password, password: NEXT }).finally(() => {
      isDone = true;
    });
    // One after another, so that some fall between the check of the password and the change. Fewer than the limit.
    const begun: Promise<Response>[] = [];
    while (!isDone && begun.length < 18) {
      begun.push(begin());
      await fetch(`${stack.url}/v1/session/ways`);
    }
    expect((await changing).status).toBe(204);
    const answers = await Promise.all(begun);
    expect(new Set(answers.map(({ status }) => status))).not.toContain(500);
    const left = answers.filter(({ status }) => status === 200).map(cookieOf);
    expect(await Promise.all(left.map(isSignedIn))).toEqual(left.map(() => false));
  });

  it('that is forgotten is no matter of mail where no server is set', async () => {
    const answer = await postJson(`${stack.url}/v1/session/forgotten`, { email: tenant.user.email });
    expect(await problem(answer)).toMatchObject({ status: 501, code: 'not_configured' });
  });

  describe('sessions', () => {
    const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const list = async (cookie: string): Promise<Session[]> =>
      ((await (await as(cookie, 'GET', '/me/sessions')).json()) as Page<Session>).items;
    const sessionOf = async (user: SeededTenant['user'], headers = {}): Promise<string> => {
      const { email, password } = user;
      return cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }, headers));
    };

    it('are listed with device and address, and ended one by one or all others', async () => {
      const { user, keys } = await stack.seed();
      const [here, there, third] = [
        await sessionOf(user, { 'user-agent': FIREFOX }),
        await sessionOf(user),
        await sessionOf(user),
      ];
      const shown = await list(here);
      expect(shown).toHaveLength(3);
      expect(shown.at(-1)).toMatchObject({
        ...{ current: true, browser: 'Firefox', system: 'Windows', address: '127.0.0.1' },
        ...{ createdAt: expect.any(String), lastUsedAt: expect.any(String), endsAt: expect.any(String) },
      });
      expect(JSON.stringify(shown)).not.toContain(here.split('=')[1]);

      const theirs = (await list(there)).find(({ current }) => current)!;
      expect((await as(here, 'DELETE', `/me/sessions/${theirs.id}`)).status).toBe(204);
      expect([await isSignedIn(there), await isSignedIn(third)]).toEqual([false, true]);
      expect(await problem(await as(here, 'DELETE', `/me/sessions/${theirs.id}`))).toMatchObject({
        status: 404,
        code: 'session_not_found',
      });
      expect((await as(here, 'DELETE', '/me/sessions')).status).toBe(204);
      expect([await isSignedIn(here), await isSignedIn(third)]).toEqual([true, false]);
      const noted = await new ApiClient(stack.url, keys.admin).get<Page<AuditEntry>>('/v1/audit?limit=2');
      expect(noted.items.map(({ action, targets }) => [action, targets])).toEqual([
        ['session.others_ended', []],
        ['session.ended', [theirs.id]],
      ]);
    });

    it("of somebody else cannot be ended, also not of the same organisation's members", async () => {
      const stranger = await stack.seed();
      const [mine, theirs] = [await session(), await sessionOf(stranger.user)];
      const { id } = (await list(theirs))[0]!;
      expect((await as(mine, 'DELETE', `/me/sessions/${id}`)).status).toBe(404);
      expect(await isSignedIn(theirs)).toBe(true);
    });

    it('end when nobody used them, live on while somebody does, and end at last all the same', async () => {
      const { user } = await stack.seed();
      const cookie = await sessionOf(user);
      const { id } = (await list(cookie))[0]!;
      const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
      const store = (change: object) =>
        mongo
          .db()
          .collection('sessions')
          .updateOne({ _id: id as never }, { $set: change });
      const endsIn = async () => (new Date((await list(cookie))[0]!.endsAt).getTime() - Date.now()) / 3_600_000;
      expect(await endsIn()).toBeCloseTo(4, 1);

      // Begun and used three hours ago, by a build that did not note uses.
      await store({ createdAt: hours(-3), expiresAt: hours(1), lastUsedAt: null });
      expect(await isSignedIn(cookie)).toBe(true);
      await eventually('the use is noted', async () => expect(await endsIn()).toBeCloseTo(4, 1));
      await store({ createdAt: hours(-11), expiresAt: hours(0.5), lastUsedAt: hours(-1) });
      expect(await isSignedIn(cookie)).toBe(true);
      await eventually('the use is noted', async () => expect(await endsIn()).toBeCloseTo(1, 1));
      await store({ expiresAt: hours(-0.001) });
      expect(await isSignedIn(cookie)).toBe(false);
    });
  });
});
