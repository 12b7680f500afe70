import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Page, PasswordLink } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { MailBox } from '../support/mail-box.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { Person } from '../support/person.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const NEXT = 'nine green cats on a roof';

describe('a forgotten password', () => {
  let box: MailBox;
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    box = await MailBox.start();
    stack = await startStack({
      services: ['gateway'],
      env: {
        PUBLIC_URL: 'https://contacts.test.example',
        SMTP_URL: box.url,
        MAIL_FROM: 'Contacts <contacts@test.example>',
      },
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
    await box?.stop();
  });

  const post = (path: string, body: unknown, headers = {}): Promise<Response> =>
    postJson(`${stack.url}/v1${path}`, body, headers);
  const signIn = ({ user }: SeededTenant, password = user.password): Promise<Response> =>
    post('/session', { email: user.email, password });
  const reset = (link: string, password = NEXT): Promise<Response> =>
    post('/session/reset', { token: tokenOf(link), password });
  const makeLink = async ({ keys, user }: SeededTenant): Promise<PasswordLink> =>
    new ApiClient(stack.url, keys.admin).post<PasswordLink>(`/v1/members/${user.id}/password-link`, {});
  const noted = async ({ keys }: SeededTenant): Promise<string[]> => {
    const { items } = await new ApiClient(stack.url, keys.admin).get<Page<AuditEntry>>('/v1/audit');
    return items.map(({ action, actor }) => `${action} by ${actor.kind}`);
  };
  const forgot = (email: string, headers = {}): Promise<Response> => post('/session/forgotten', { email }, headers);
  const links = () => mongo.db().collection('password_links');

  describe('by a link of an administrator', () => {
    it('is replaced once, and every session ends', async () => {
      const tenant = await stack.seed();
      const cookie = cookieOf(await signIn(tenant));
      const { link } = await makeLink(tenant);
      expect(link).toMatch(/^https:\/\/contacts\.test\.example\/welcome#password=[\w-]{43}$/);
      expect(JSON.stringify(await links().find().toArray())).not.toContain(tokenOf(link));

      const common = await reset(link, 'Password1234!');
      expect(await common.json()).toMatchObject({
        status: 400,
        errors: [{ field: 'password', code: 'common_password' }],
      });
      const answers = await Promise.all([reset(link), reset(link)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
      expect(answers.every(({ headers }) => headers.get('set-cookie') === null)).toBe(true);
      expect((await fetch(`${stack.url}/v1/me`, { headers: { cookie } })).status).toBe(401);
      expect([(await signIn(tenant)).status, (await signIn(tenant, NEXT)).status]).toEqual([401, 200]);
      expect(await noted(tenant)).toEqual([
        'session.new_device by user',
        'session.began by user',
        'session.refused by user',
        'password.reset by user',
        'password.link_made by key',
        'session.began by user',
      ]);
    });

    it('works until the next one, its time is over, or the password was changed', async () => {
      const tenant = await stack.seed();
      const [first, second] = [await makeLink(tenant), await makeLink(tenant)];
      expect(await (await reset(first.link)).json()).toMatchObject({ status: 410, code: 'link_not_valid' });
      await links().updateOne({ userId: tenant.user.id }, { $set: { expiresAt: new Date(Date.now() - 1000) } });
      expect((await reset(second.link)).status).toBe(410);

      const third = await makeLink(tenant);
      const change = await fetch(`${stack.url}/v1/me/password`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/json',
          'x-requested-with': 'contacts',
          cookie: cookieOf(await signIn(tenant)),
        },
        body: JSON.stringify({ current: tenant.user.password, password: NEXT }),
      });
      expect(change.status).toBe(204);
      expect((await reset(third.link)).status).toBe(410);
      expect((await reset('#password=nothing')).status).toBe(410);
    });
  });

  describe('a sign-in', () => {
    it('with another browser than before is told by mail, once', async () => {
      const tenant = await stack.seed();
      const before = box.mails.length;
      const [first, other] = [
        new Person(stack.url, tenant.user),
        new Person(stack.url, tenant.user, { 'user-agent': FIREFOX, 'accept-language': 'es' }),
      ];
      for (const person of [first, first, other, other, first]) expect(await person.signIn()).toBe('200');
      const mail = await box.next(before);
      expect(mail).toMatchObject({ to: tenant.user.email, text: expect.stringContaining('Firefox, Windows') });
      expect(mail.text).toContain('127.0.0.1');
      expect((await noted(tenant)).filter((entry) => entry === 'session.new_device by user')).toHaveLength(1);
      // Another one's mail comes after any that should not have been sent.
      await forgot(tenant.user.email);
      expect((await box.next(before + 1)).text).toContain('#password=');
    });
  });

  describe('by mail', () => {
    it('gets a link in the language of the request, once in a while', async () => {
      const tenant = await stack.seed();
      const before = box.mails.length;
      expect((await forgot(tenant.user.email.toUpperCase(), { 'accept-language': 'es' })).status).toBe(204);
      const mail = await box.next(before);
      expect(mail).toMatchObject({ to: tenant.user.email, text: expect.stringContaining('Sirve una sola vez') });
      expect(mail.head).toMatch(/^From: Contacts <contacts@test\.example>/m);
      const link = /https:\S+/.exec(mail.text)![0];

      expect((await forgot(tenant.user.email)).status).toBe(204);
      expect((await reset(link)).status).toBe(204);
      expect((await signIn(tenant, NEXT)).status).toBe(200);
      // The link was used, so the next mail may follow at once; the second request sent none.
      expect((await forgot(tenant.user.email)).status).toBe(204);
      const next = await box.next(before + 1);
      expect(next.text).toContain('It works once');
      expect(/https:\S+/.exec(next.text)![0]).not.toBe(link);
      expect(box.mails).toHaveLength(before + 2);
      expect(await noted(tenant)).toEqual([
        'password.forgotten by user',
        'session.began by user',
        'password.reset by user',
        'password.forgotten by user',
      ]);
    });

    it('is answered before the mail is sent, and alike for an address that nobody has', async () => {
      const { user } = await stack.seed();
      const before = box.mails.length;
      box.hold();
      const [known, unknown] = [await forgot(user.email), await forgot('nobody@test.example')];
      const shape = async (answer: Response) => ({
        status: answer.status,
        body: await answer.text(),
        headers: [...answer.headers.keys()].filter((name) => name !== 'date').sort(),
      });
      expect(await shape(known)).toEqual(await shape(unknown));
      expect(box.mails).toHaveLength(before);
      await box.release();
      expect((await box.next(before)).to).toBe(user.email);
    });

    it('can be asked for again when the mail could not be sent; no address or link is logged', async () => {
      const tenant = await stack.seed();
      const email = `refused-${tenant.user.email}`;
      await mongo
        .db()
        .collection('users')
        .updateOne({ _id: tenant.user.id as never }, { $set: { email } });
      await forgot(email);
      await eventually('the failure is logged', () =>
        expect(stack.readLog('gateway')).toContain('no link for a new password could be mailed'),
      );
      await eventually('the link is gone', async () =>
        expect(await links().countDocuments({ userId: tenant.user.id })).toBe(0),
      );
      const log = stack.readLog('gateway');
      for (const secret of ['@test.example', '#password='])
        expect(log.includes(secret), `the log has ${secret}`).toBe(false);
    });

    it('is offered to the page, and is rate limited', async () => {
      expect(await (await fetch(`${stack.url}/v1/session/ways`)).json()).toEqual({
        oidc: null,
        resetByMail: true,
        passkeys: { origin: 'https://contacts.test.example' },
      });
      const statuses: number[] = [];
      for (let time = 0; time < 40 && !statuses.includes(429); time++)
        statuses.push((await forgot('flood@test.example')).status);
      expect(new Set(statuses)).toEqual(new Set([204, 429]));
    });
  });
});

function tokenOf(link: string): string {
  return new URLSearchParams(link.slice(link.indexOf('#') + 1)).get('password')!;
}
