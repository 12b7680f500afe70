import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Invitation, Me, Page, SessionWays } from '#contracts';
import { ApiClient } from '../support/api.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { Browser, CLIENT, LocalOpenIdProvider } from '../support/open-id-provider.js';
import { PAGE_HEADERS, postJson } from '../support/page-session.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const COOKIE = 'contacts_oidc';

/** A gateway and a certified OpenID provider, both over HTTP. */
describe('signing in by OpenID Connect', () => {
  let stack: Stack;
  let provider: LocalOpenIdProvider;
  let tenant: SeededTenant;
  let admin: ApiClient;
  let browser: Browser;

  beforeAll(async () => {
    stack = await startStack({ services: [] });
    const { url } = stack;
    provider = await LocalOpenIdProvider.start(`${url}/v1/session/oidc/callback`);
    Object.assign(stack.env, {
      PUBLIC_URL: url,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: 'Example Ltd',
    });
    await stack.start('gateway');
    tenant = await stack.seed();
    admin = new ApiClient(url, tenant.keys.admin);
  }, 60_000);
  afterAll(async () => {
    await provider?.goAway();
    await stack?.stop();
  });
  beforeEach(() => {
    browser = new Browser();
    provider.visitor = { name: 'Ana García', email: tenant.user.email, email_verified: true };
  });

  const isOurs = (next: URL): boolean => next.origin === stack.url;
  /** From the sign-in button to the callback URL with the code, which the browser has not opened yet. */
  const comeBack = (returnTo = '/contacts?tag=vip'): Promise<URL> =>
    browser.follow(`${stack.url}/v1/session/oidc?returnTo=${encodeURIComponent(returnTo)}`, isOurs);
  /** The final redirect target, without the origin. */
  const end = async (callback: URL): Promise<string | null> =>
    (await browser.go(callback.href)).headers.get('location');
  const me = async (): Promise<Partial<Me>> => (await browser.go(`${stack.url}/v1/me`)).json() as Promise<Partial<Me>>;
  const isSignedIn = (): boolean => [...browser.cookies.keys()].some((name) => name.endsWith('contacts_session'));
  const attempt = (): [name: string, value: Record<string, string>] => {
    const [name, value] = [...browser.cookies].find(([key]) => key.endsWith(COOKIE))!;
    return [name, JSON.parse(Buffer.from(value, 'base64url').toString()) as Record<string, string>];
  };
  const tamper = (change: Record<string, string>): void => {
    const [name, value] = attempt();
    browser.cookies.set(name, Buffer.from(JSON.stringify({ ...value, ...change })).toString('base64url'));
  };
  const actions = async (query: string): Promise<string[]> =>
    (await admin.get<Page<AuditEntry>>(`/v1/audit?${query}`)).items.map(({ action }) => action);

  it('is offered to the page, with the label of its button', async () => {
    const ways = (await (await fetch(`${stack.url}/v1/session/ways`)).json()) as SessionWays;
    expect(ways).toEqual({ oidc: { name: 'Example Ltd', url: '/v1/session/oidc' } });
  });

  it('uses code, PKCE, state and nonce, and hides them from scripts', async () => {
    const response = await browser.go(`${stack.url}/v1/session/oidc`);
    const { searchParams } = new URL(response.headers.get('location')!);
    const [, { state, nonce }] = attempt();
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: CLIENT.id, scope: 'openid email profile', state, nonce },
      ...{ code_challenge_method: 'S256', code_challenge: expect.any(String) },
    });
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/);
  });

  it('signs a member in with an ordinary session, and returns to the page where they were', async () => {
    expect(await end(await comeBack())).toBe('/contacts?tag=vip');
    expect(await me()).toMatchObject({ kind: 'user', id: tenant.user.id, role: 'admin' });
    // The provider's tokens stay in the gateway: the browser has two of ours, which are random.
    const ours = [...browser.cookies].filter(([name]) => name.startsWith(new URL(stack.url).host));
    expect(ours.map(([name]) => name.split('contacts_')[1]).sort()).toEqual(['device', 'session']);
    for (const [, value] of ours) expect(value).toMatch(/^[\w-]{43}$/);
    expect(await actions(`actorId=${tenant.user.id}&limit=1`)).toEqual(['session.began']);
  });

  it('answers for the second factor that an organisation requires, which a password does not', async () => {
    const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const require = (secondFactorRequiredAt: Date | null) =>
      mongo
        .db()
        .collection<{ _id: string }>('organisations')
        .updateOne({ _id: tenant.organisationId }, { $set: { secondFactorRequiredAt } });
    await require(new Date());
    const { email, password } = tenant.user;
    await eventually('the gateway knows', async () => {
      const answer = await postJson(`${stack.url}/v1/session`, { email, password });
      expect(await answer.json()).toMatchObject({ secondFactorMissing: true });
    });
    await end(await comeBack());
    expect(await me()).not.toHaveProperty('secondFactorMissing');
    expect((await browser.go(`${stack.url}/v1/contacts?limit=1`)).status).toBe(200);
    await require(null);
    await mongo.close();
  });

  it('matches addresses in any case, and never redirects to another site', async () => {
    provider.visitor = { email: tenant.user.email.toUpperCase(), email_verified: true };
    expect(await end(await comeBack('//evil.example/x'))).toBe('/');
    expect(await me()).toMatchObject({ id: tenant.user.id });
  });

  it('lets an invited person join, once, and without a password', async () => {
    const email = 'li@test.example';
    const { id } = await admin.post<Invitation>('/v1/members', { email, role: 'editor' });
    provider.visitor = { name: 'Li Wei', email, email_verified: true };
    expect(await end(await comeBack('/'))).toBe('/');
    const joined = await me();
    expect(joined).toMatchObject({ name: 'Li Wei', role: 'editor', organisation: { id: tenant.organisationId } });
    expect(await actions(`actorId=${joined.id}`)).toEqual(['session.began', 'member.joined']);
    expect((await admin.get<Page<Invitation>>('/v1/invitations')).items.map((open) => open.id)).not.toContain(id);
    expect((await postJson(`${stack.url}/v1/session`, { email, password: 'x' })).status).toBe(401);
    expect(joined.hasPassword).toBe(false);
    const change = await browser.go(`${stack.url}/v1/me/password`, {
      method: 'PUT',
      headers: PAGE_HEADERS,
      body: JSON.stringify({ current: 'x', password: 'nine green cats on a roof' }),
    });
    expect(await change.json()).toMatchObject({ status: 409, code: 'no_password' });
    await expect(admin.post(`/v1/members/${joined.id}/password-link`, {})).rejects.toThrow('no_password');
    // A passkey would let them in when the provider does not any more.
    const passkey = await browser.go(`${stack.url}/v1/me/second-factor/passkeys/options`, {
      method: 'POST',
      headers: PAGE_HEADERS,
      body: '{}',
    });
    expect(await passkey.json()).toMatchObject({ status: 409, code: 'no_password' });

    await admin.request(`/v1/members/${joined.id}`, { method: 'DELETE' });
    browser = new Browser();
    expect(await end(await comeBack('/'))).toBe('/?signIn=unknown');
  });

  it('knows a member by who they are there, not by an address that somebody else has now', async () => {
    const email = 'given.up@test.example';
    await admin.post<Invitation>('/v1/members', { email, role: 'editor' });
    const visit = async (sub: string): Promise<string | null> => {
      browser = new Browser();
      provider.visitor = { name: 'Li Wei', email, email_verified: true, sub };
      return end(await comeBack('/'));
    };
    expect(await visit('li')).toBe('/');
    const { id } = await me();
    expect(await visit('li')).toBe('/');
    expect(await visit('another-li')).toBe('/?signIn=other_person');
    expect(isSignedIn()).toBe(false);
    expect(await actions(`actorId=${id}&limit=1`)).toEqual(['session.refused']);
    // Unless an administrator wants it so.
    await admin.request(`/v1/members/${id}`, { method: 'DELETE' });
    await admin.post<Invitation>('/v1/members', { email, role: 'viewer' });
    expect(await visit('another-li')).toBe('/');
    expect((await me()).id).not.toBe(id);
  });

  it('begins only where the person asks for it here, not by a link or a picture of another site', async () => {
    const begin = (site: string) =>
      browser.go(`${stack.url}/v1/session/oidc?returnTo=/imports`, { headers: { 'sec-fetch-site': site } });
    for (const site of ['cross-site', 'same-site']) {
      const { status, headers } = await begin(site);
      expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([302, '/imports', []]);
    }
    for (const site of ['same-origin', 'none'])
      expect((await begin(site)).headers.get('location')).toContain(provider.issuer);
  });

  it('ends the session that the browser had before, and no session ends with that of the provider', async () => {
    await end(await comeBack('/'));
    const before = [...browser.cookies].find(([name]) => name.endsWith('contacts_session'))![1];
    await end(await comeBack('/'));
    const headers = { cookie: `contacts_session=${before}` };
    expect((await fetch(`${stack.url}/v1/me`, { headers })).status).toBe(401);
    await provider.goAway();
    try {
      expect(await me()).toMatchObject({ id: tenant.user.id });
    } finally {
      await provider.comeBack();
    }
  });

  it.each<[string, () => void, string]>([
    ['somebody unknown', () => (provider.visitor = { email: 'x@test.example', email_verified: true }), 'unknown'],
    ['somebody without an address', () => (provider.visitor = { name: 'X' }), 'unknown'],
    ['an address that is not verified', () => (provider.visitor!.email_verified = false), 'unverified'],
    ['an address of which nothing is said', () => delete provider.visitor!.email_verified, 'unverified'],
    ['an address that is "verified" in some way', () => (provider.visitor!.email_verified = 1), 'unverified'],
    ['somebody who says no', () => (provider.visitor = null), 'denied'],
  ])('does not let in %s', async (_, change, failure) => {
    change();
    expect(await end(await comeBack('/contacts'))).toBe(`/contacts?signIn=${failure}`);
    expect(isSignedIn()).toBe(false);
  });

  it.each<[string, (callback: URL) => void, string]>([
    ['a state that was changed', (callback) => callback.searchParams.set('state', 'x'.repeat(43)), 'failed'],
    ['no state', (callback) => callback.searchParams.delete('state'), 'failed'],
    ['two states', (callback) => callback.searchParams.append('state', 'x'), 'failed'],
    ['a code of nobody', (callback) => callback.searchParams.set('code', 'x'.repeat(43)), 'failed'],
    ['no code', (callback) => callback.searchParams.delete('code'), 'failed'],
    ['another issuer', (callback) => callback.searchParams.set('iss', 'https://evil.example'), 'failed'],
    ['another nonce', () => tamper({ nonce: 'x'.repeat(43) }), 'failed'],
    ['another verifier', () => tamper({ verifier: 'x'.repeat(43) }), 'failed'],
    ['another browser', () => browser.cookies.clear(), 'stale'],
    ['a cookie that is none of ours', () => browser.cookies.set(attempt()[0], '{"$ne":1}'), 'stale'],
    ['a cookie of another shape', () => tamper({ state: '' }), 'stale'],
  ])('refuses to come back with %s', async (_, change, failure) => {
    const callback = await comeBack('/');
    change(callback);
    expect(await end(callback)).toBe(`/?signIn=${failure}`);
    expect(isSignedIn()).toBe(false);
  });

  it('accepts a code once', async () => {
    const callback = await comeBack('/');
    const [name, value] = attempt();
    expect(await end(callback)).toBe('/');
    browser = new Browser();
    expect(await end(callback)).toBe('/?signIn=stale');
    browser.cookies.set(name, Buffer.from(JSON.stringify(value)).toString('base64url'));
    expect(await end(callback)).toBe('/?signIn=failed');
    expect(isSignedIn()).toBe(false);
  });

  it('is a button on the page, which explains failures and returns to the same address', async () => {
    const chromium = await launchBrowser();
    try {
      const page = await chromium.newPage({ locale: 'es-ES' });
      page.setDefaultTimeout(20_000);
      provider.visitor = { email: 'x@test.example', email_verified: true };
      await page.goto(`${stack.url}/imports?status=completed`);
      await page.getByRole('link', { name: 'Entrar con Example Ltd' }).click();
      await page.getByRole('alert').getByText('Nadie tiene aquí el correo').waitFor();
      await page.waitForURL(`${stack.url}/imports?status=completed`);
      provider.visitor = { email: tenant.user.email, email_verified: true };
      await page.context().clearCookies();
      await page.getByRole('link', { name: 'Entrar con Example Ltd' }).click();
      await page.getByRole('heading', { name: 'Importaciones', exact: true }).waitFor();
      await page.waitForURL(/\/imports\?status=completed/);
    } finally {
      await chromium.close();
    }
  }, 90_000);

  it('says that the provider is down, at the start and at the end, and works again when it is back', async () => {
    const callback = await comeBack('/');
    await provider.goAway();
    try {
      expect(await end(callback)).toBe('/?signIn=away');
      await stack.kill('gateway', 'SIGTERM');
      await stack.start('gateway');
      const begun = await browser.go(`${stack.url}/v1/session/oidc?returnTo=/imports`);
      expect(begun.headers.get('location')).toBe('/imports?signIn=away');
    } finally {
      await provider.comeBack();
    }
    expect(await end(await comeBack('/'))).toBe('/');
  }, 30_000);

  it('asks the userinfo endpoint when the ID token lacks the address, and logs no address or token', async () => {
    await provider.goAway();
    provider = await LocalOpenIdProvider.start(`${stack.url}/v1/session/oidc/callback`, { inIdToken: false });
    provider.visitor = { email: tenant.user.email, email_verified: true };
    await stack.kill('gateway', 'SIGTERM');
    stack.env.OIDC_ISSUER = provider.issuer;
    await stack.start('gateway');
    const callback = await comeBack('/');
    expect(await end(callback)).toBe('/');
    expect(await me()).toMatchObject({ id: tenant.user.id });
    const log = stack.readLog('gateway');
    for (const secret of [tenant.user.email, callback.searchParams.get('code')!, CLIENT.secret, 'Ana'])
      expect(log).not.toContain(secret);
  }, 30_000);

  it('does not exist when it is not configured', async () => {
    await stack.kill('gateway', 'SIGTERM');
    stack.env.OIDC_ISSUER = '';
    await stack.start('gateway');
    expect(await (await fetch(`${stack.url}/v1/session/ways`)).json()).toEqual({ oidc: null });
    expect(await (await fetch(`${stack.url}/v1/session/oidc`)).json()).toMatchObject({
      status: 501,
      code: 'not_configured',
    });
  }, 30_000);
});
