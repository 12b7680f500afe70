import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import mongoose from 'mongoose';
import type { Export } from '#contracts';
import { hashToken } from '#platform';
import { ROOT } from '../../tools/product/service-process.js';
import net from 'node:net';
import { ApiClient } from '../support/api.js';
import { launchBrowser } from '../support/browser.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const URL_SECONDS = 2;

/** What outsiders can see and reach. */
describe('surfaces', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'exporter'],
      env: { DOWNLOAD_URL_SECONDS: String(URL_SECONDS), PUBLIC_URL: 'https://contacts.example.com' },
    });
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
  }, 60_000);
  afterAll(() => stack?.stop());

  async function readyExport(): Promise<string> {
    const { id } = await api.post<Export>('/v1/exports', { filter: { accountId: tenant.accounts[0]!.id } });
    await eventually('the export completes', async () =>
      expect((await api.get<Export>(`/v1/exports/${id}`)).status).toBe('completed'),
    );
    return id;
  }
  const presignedUrl = async (id: string): Promise<string> =>
    (await api.request(`/v1/exports/${id}/download`)).headers.get('location')!;

  it('a presigned URL works only until it expires, and only unmodified', async () => {
    const id = await readyExport();
    const before = Date.now();
    const url = await presignedUrl(id);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=0f'))).status).toBe(403);
    const longer = new URL(url);
    longer.searchParams.set('X-Amz-Expires', '86400');
    expect((await fetch(longer)).status).toBe(403);
    await eventually('the URL has expired', async () => expect((await fetch(url)).status).toBe(403));
    // Its beginning is a whole second.
    expect(Date.now() - before).toBeGreaterThan((URL_SECONDS - 1) * 1000);
  }, 60_000);

  it('the object store refuses requests without a presigned URL', async () => {
    const object = new URL(await presignedUrl(await readyExport()));
    object.search = '';
    const bucket = new URL(`/${stack.env.S3_BUCKET}`, object);
    for (const [method, url] of [
      ['GET', object],
      ['HEAD', object],
      ['DELETE', object],
      ['PUT', object],
      ['GET', bucket],
      ['GET', new URL('/', object)],
    ] as const)
      expect({ method, path: url.pathname, status: (await fetch(url, { method })).status }).toMatchObject({
        status: 403,
      });
  }, 60_000);

  it('the page may not load or run anything from other origins', async () => {
    const page = await fetch(`${stack.url}/`, { headers: { accept: 'text/html' } });
    const { headers } = page;
    const policy = headers.get('content-security-policy')!;
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy.split(';')).toContain(directive);
    expect(policy).not.toContain('unsafe-');
    const nonce = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy)![1]!;
    expect(await page.text()).toContain(`nonce="${nonce}"`);
    const again = await fetch(`${stack.url}/`, { headers: { accept: 'text/html' } });
    expect(again.headers.get('content-security-policy')).not.toContain(nonce);
    expect((await api.request('/v1/me')).headers.get('content-security-policy')).not.toContain('unsafe-');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('the documentation works as a page, with no inline styles but its own', async () => {
    const answer = await fetch(`${stack.url}/docs`);
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).not.toContain('unsafe-');
    const nonce = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy)![1]!;
    expect((await answer.text()).match(/<style[^>]*>| style=/g)).toEqual(Array(2).fill(`<style nonce="${nonce}">`));
    const script = await fetch(`${stack.url}/docs/swagger-ui-init.js`);
    expect(script.headers.get('content-security-policy')).toContain("style-src 'self';");

    const browser = await launchBrowser();
    try {
      const tab = await browser.newPage();
      tab.setDefaultTimeout(30_000);
      const said: string[] = [];
      tab.on('pageerror', ({ message }) => said.push(message));
      tab.on('console', (message) => /Content Security Policy/.test(message.text()) && said.push(message.text()));
      await tab.goto(`${stack.url}/docs`);
      await tab.locator('.opblock-summary-control').first().click();
      await tab.locator('.opblock-body .responses-wrapper').first().waitFor();
      const styles = `[getComputedStyle(document.body).margin, document.querySelector('body > svg').clientWidth]`;
      expect(await tab.evaluate(styles)).toEqual(['0px', 0]);
      expect(said).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('every answer says what it is, and that no other page may guess, run, embed or ask for it', async () => {
    const html = { accept: 'text/html' };
    const page = await (await fetch(`${stack.url}/`, { headers: html })).text();
    const files = ['script', 'link'].flatMap((tag) =>
      [...page.matchAll(new RegExp(`<${tag}[^>]* (?:src|href)="(/[^"]+)"`, 'g'))].map(([, file]) => file!),
    );
    expect(files.map((file) => file.split('.').at(-1)).sort()).toEqual(expect.arrayContaining(['css', 'js', 'svg']));
    const asked: [string, RequestInit?][] = [
      ['/', { headers: html }],
      ...files.map((file): [string] => [file]),
      ['/example.csv'],
      ['/docs', { headers: html }],
      ['/admin/queues', { headers: html, redirect: 'manual' }],
      ['/v1/session/ways'],
      ['/v1/me'],
      ['/v1/nothing'],
      ['/assets/nothing.js'],
      ['/v1/session', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
      ['/v1/me', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }],
      ['/v1/imports/%zz'],
      ['/healthz'],
      ['/readyz'],
    ];
    for (const [path, init] of asked) {
      const { headers } = await fetch(`${stack.url}${path}`, init);
      expect({ path, ...guardsOf((name) => headers.get(name)) }).toEqual({ path, ...GUARDED });
      const type = headers.get('content-type');
      if (type !== null && /^text\/|[+/]xml/.test(type))
        expect([path, type]).toEqual([path, expect.stringMatching(UTF_8)]);
    }
    for (const head of ['HELLO\r\n\r\n', `GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`]) {
      const answer = await answerTo(stack.url, head);
      const header = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(answer)?.[1] ?? null;
      expect(guardsOf(header)).toEqual(GUARDED);
      expect(header('content-type')).toMatch(UTF_8);
    }
  });

  it('with an https address, cookies and browsers stay with https', async () => {
    const { email, password } = tenant.user;
    const signedIn = await postJson(`${stack.url}/v1/session`, { email, password });
    // Each once more without the prefix, for gateways of the build before.
    expect(signedIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-contacts_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
      expect.stringMatching(/^contacts_session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-contacts_device=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^contacts_device=.*; Path=\/v1\/session; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    for (const path of ['/', '/v1/me', '/docs', '/v1/nothing'])
      expect((await fetch(`${stack.url}${path}`)).headers.get('strict-transport-security')).toBe(
        'max-age=31536000; includeSubDomains',
      );
  });

  it('with an https address, another host cannot plant a session, and sessions from before the prefix go on', async () => {
    const { email, password } = tenant.user;
    const cookie = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
    const planted = cookie.replace('__Host-', '');
    expect(planted).not.toBe(cookie);
    const me = async (sent: string): Promise<number> =>
      (await fetch(`${stack.url}/v1/me`, { headers: { cookie: sent } })).status;
    expect([await me(cookie), await me(planted), await me(`${cookie}; ${planted}`)]).toEqual([200, 401, 200]);

    const older = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
    const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const _id = hashToken(older.split('=')[1]!) as never;
    await mongo
      .db()
      .collection('sessions')
      .updateOne({ _id }, { $unset: { hasPrefix: true } });
    await mongo.close();
    const plain = older.replace('__Host-', '');
    const unknown = `__Host-contacts_session=${'A'.repeat(43)}`;
    expect([await me(plain), await me(`${unknown}; ${plain}`), await me(unknown)]).toEqual([200, 200, 401]);

    const headers = { cookie: `${cookie}; ${plain}`, 'x-requested-with': 'contacts' };
    const signedOut = await fetch(`${stack.url}/v1/session`, { method: 'DELETE', headers });
    expect(signedOut.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-contacts_session=; .*Path=\/; .*Secure/),
      expect.stringMatching(/^contacts_session=; .*Path=\/; .*Secure/),
    ]);
    expect([await me(cookie), await me(plain)]).toEqual([401, 401]);
  });

  it('the document of the API names the cookie as browsers get it', async () => {
    const document = (await (await fetch(`${stack.url}/v1/openapi.json`)).json()) as {
      components: { securitySchemes: { session: { name: string } } };
    };
    expect(document.components.securitySchemes.session.name).toBe('__Host-contacts_session');
  });

  it('nobody else keeps an answer of the API', async () => {
    for (const path of ['/v1/me', '/v1/contacts', '/v1/nothing'])
      expect((await api.request(path)).headers.get('cache-control')).toBe('no-store');
  });

  it('neither a list of files, nor files beside the page, nor what was asked is shown', async () => {
    for (const path of [
      '/assets/',
      '/assets',
      '/.git/config',
      '/..%2f..%2fpackage.json',
      '/package.json',
      '/%2e%2e/main.js',
    ])
      expect([path, (await fetch(`${stack.url}${path}`)).status]).toEqual([path, expect.toBeOneOf([400, 403, 404])]);
    expect(
      await answerTo(stack.url, 'TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: shown\r\nConnection: close\r\n\r\n'),
    ).not.toContain('shown');
  });

  it('a sender cannot say that it is another one', async () => {
    const { email, password } = tenant.user;
    const forged = { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' };
    const cookie = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }, forged));
    const sessions = await (await fetch(`${stack.url}/v1/me/sessions`, { headers: { cookie, ...forged } })).text();
    expect(sessions).toContain('127.0.0.1');
    expect(sessions).not.toContain('203.0.113.9');
  });

  it('no other origin is allowed', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answers = [
      await fetch(`${stack.url}/v1/me`, { headers }),
      await fetch(`${stack.url}/v1/keys`, { method: 'OPTIONS', headers }),
    ];
    for (const answer of answers) expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('an error reveals no internals', async () => {
    const bodies = await Promise.all(
      ['/v1/nothing', '/v1/imports/%zz', '/v1/contacts?after=abc', '/v1/accounts/x/contacts/y'].map(async (address) =>
        (await api.request(address)).text(),
      ),
    );
    for (const body of bodies) {
      expect(body).not.toMatch(/\bat .*\.js:|node_modules|\/src\/|Error:/);
      expect(Object.keys(JSON.parse(body) as object)).toEqual([
        'type',
        'title',
        'status',
        'code',
        'detail',
        'requestId',
      ]);
    }
  });

  it('a service does not start in production with the secrets of development', async () => {
    const main = path.join(ROOT, 'dist/apps/gateway/src/main.js');
    const env = { ...stack.env, PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0' };
    const child = spawn(process.execPath, [main], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    expect(status).toBe(1);
    expect(said).toContain('the password in MONGODB_URI: is missing, which production does not allow');
    expect(said).not.toContain(stack.env.S3_SECRET_ACCESS_KEY);
  }, 30_000);
});

const UTF_8 = /; charset=utf-8$/i;
const GUARDED = {
  nosniff: true,
  closed: true,
  unframed: true,
  referrer: 'same-origin',
  https: 'max-age=31536000; includeSubDomains',
};

/** What an answer says to browsers. */
function guardsOf(header: (name: string) => string | null): object {
  const policy = header('content-security-policy') ?? '';
  return {
    nosniff: header('x-content-type-options') === 'nosniff',
    closed: policy.includes("default-src 'none'"),
    unframed: policy.includes("frame-ancestors 'none'") && header('access-control-allow-origin') === null,
    referrer: header('referrer-policy'),
    https: header('strict-transport-security'),
  };
}

/** The answer to a request that no client would send. */
async function answerTo(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname, () => socket.write(request));
  let answer = '';
  socket.on('data', (bytes) => (answer += String(bytes)));
  await once(socket, 'close');
  return answer;
}
