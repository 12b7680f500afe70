import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Export } from '#contracts';
import { ROOT } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const URL_SECONDS = 2;

/** What outsiders can see and reach. */
describe('surfaces', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;

  beforeAll(async () => {
    stack = await startStack({ together: ['gateway', 'exporter'], env: { DOWNLOAD_URL_SECONDS: String(URL_SECONDS) } });
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
    const url = await presignedUrl(await readyExport());
    const minted = Date.now();
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=0f'))).status).toBe(403);
    const longer = new URL(url);
    longer.searchParams.set('X-Amz-Expires', '86400');
    expect((await fetch(longer)).status).toBe(403);
    await eventually('the URL has expired', async () => expect((await fetch(url)).status).toBe(403));
    expect(Date.now() - minted).toBeGreaterThan((URL_SECONDS - 1) * 1000);
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
    const { headers } = await fetch(`${stack.url}/`, { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy')!;
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy.split(';')).toContain(directive);
    expect(policy).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
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
