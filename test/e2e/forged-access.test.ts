import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Import } from '#contracts';
import { hashToken, newApiKey, newToken } from '#platform';
import { ApiClient } from '../support/api.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** Only the gateway runs: unauthorised requests must not reach other services. */
describe('forged access', () => {
  let stack: Stack;
  let tenant: SeededTenant;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'], env: { LIMIT_OPEN_IMPORTS: '100' } });
    tenant = await stack.seed();
  }, 60_000);
  afterAll(() => stack?.stop());

  const me = (headers: Record<string, string>): Promise<Response> => fetch(`${stack.url}/v1/me`, { headers });
  const signIn = async (): Promise<string> =>
    cookieOf(await postJson(`${stack.url}/v1/session`, { email: tenant.user.email, password: tenant.user.password }));
  async function expectNotSignedIn(response: Response): Promise<void> {
    expect(await response.json()).toMatchObject({ status: 401, code: 'not_signed_in' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  }

  it.each<[string, () => string]>([
    ['nothing after Bearer', () => 'Bearer'],
    ['another scheme', () => `Basic ${Buffer.from(`x:${tenant.keys.admin}`).toString('base64')}`],
    ['no scheme', () => tenant.keys.admin],
    ['a key that is cut', () => `Bearer ${tenant.keys.admin.slice(0, -1)}`],
    ['a key that is longer', () => `Bearer ${tenant.keys.admin}A`],
    ['a key in another case', () => `Bearer ${tenant.keys.admin.toUpperCase()}`],
    ['a key and something else', () => `Bearer ${tenant.keys.admin} admin`],
    ['two keys', () => `Bearer ${tenant.keys.admin}, Bearer ${tenant.keys.admin}`],
    ['a key of nobody', () => `Bearer ${newApiKey().key}`],
    ['the hash of a key', () => `Bearer ${hashToken(tenant.keys.admin)}`],
    ['an operator', () => 'Bearer {"$ne":null}'],
    ['a JSON web token without a signature', () => 'Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.'],
    ['a very long token', () => `Bearer ck_${'a'.repeat(8_000)}`],
  ])('an Authorization header with %s', async (_, authorization) => {
    await expectNotSignedIn(await me({ authorization: authorization() }));
  });

  it.each<[string, (real: string) => string]>([
    ['a token of nobody', () => newToken()],
    ['no token', () => ''],
    ['the hash of a real one, as it is stored', (real) => hashToken(real)],
    ['a real one that is cut', (real) => real.slice(0, -1)],
    ['an operator', () => '{"$ne":null}'],
    ['an operator, escaped', () => encodeURIComponent('{"$gt":""}')],
    ['a broken escape', () => '%zz'],
    ['the id of a user', () => tenant.user.id],
  ])('a session cookie with %s', async (_, forge) => {
    const real = (await signIn()).split('=')[1]!;
    await expectNotSignedIn(await me({ cookie: `contacts_session=${forge(real)}` }));
  });

  it.each(['{"$ne":null}', '[$ne]', '%00', '..', '*', "' or 1=1", 'a'.repeat(90), '__proto__', 'constructor'])(
    'an id like %j is one that nobody has',
    async (id) => {
      const admin = new ApiClient(stack.url, tenant.keys.admin);
      const part = id === '..' || id === '%00' ? id : encodeURIComponent(id);
      for (const folder of ['imports', 'exports'])
        expect([404, 400]).toContain((await admin.request(`/v1/${folder}/${part}`)).status);
      for (const folder of ['keys', 'members', 'invitations', 'whatsapp-connections'])
        expect([404, 400, 405]).toContain((await admin.request(`/v1/${folder}/${part}`, { method: 'DELETE' })).status);
      expect((await admin.get<{ count: { value: number } }>('/v1/keys')).count.value).toBe(3);
      expect((await admin.get<{ count: { value: number } }>('/v1/members')).count.value).toBe(1);
    },
  );

  it.each<[string, unknown]>([
    ['an operator as e-mail', { email: { $ne: 1 }, password: 'x' }],
    ['an operator as password', { email: 'x@test.example', password: { $ne: 1 } }],
    ['a list as e-mail', { email: ['x@test.example'], password: 'x' }],
    ['a number as password', { email: 'x@test.example', password: 1 }],
    ['a list as the whole', [{ email: 'x@test.example', password: 'x' }]],
    ['more than is asked for', { email: 'x@test.example', password: 'x', role: 'admin' }],
    ['a password without end', { email: 'x@test.example', password: 'x'.repeat(2_000) }],
  ])('signing in with %s', async (_, body) => {
    expect(await (await postJson(`${stack.url}/v1/session`, body)).json()).toMatchObject({ code: 'invalid_request' });
  });

  it.each(['accountId=a&accountId=b', 'limit=1&limit=2', 'after=a&after=b', 'action=key.created&action=key.revoked'])(
    'a query that says one thing twice: %s',
    async (query) => {
      const admin = new ApiClient(stack.url, tenant.keys.admin);
      const list = query.startsWith('action') ? 'audit' : 'imports';
      await expect(admin.get(`/v1/${list}?${query}`)).rejects.toThrow('invalid_request');
    },
  );

  it.each([
    '../../../etc/passwd',
    '..\\..\\win.ini',
    '/etc/passwd',
    'C:\\a.csv',
    'a\u0000.csv',
    '\u202egnp.csv',
    '.',
    'x'.repeat(300),
  ])('a file called %j gets a plain name and its own place', async (fileName) => {
    const editor = new ApiClient(stack.url, tenant.keys.editor);
    const made: Import = await editor.upload(tenant.accounts[0]!.id, 'id,name\n44687985632,Jane\n', {
      fileName,
      start: 'confirm',
    });

    expect(made.fileName).not.toMatch(/[/\\\u0000-\u001f\u202e]|^\.*$/);
    const s3 = new S3Client({
      endpoint: stack.env.S3_ENDPOINT!,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: stack.env.S3_ACCESS_KEY_ID!, secretAccessKey: stack.env.S3_SECRET_ACCESS_KEY! },
    });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: stack.env.S3_BUCKET! }));
    s3.destroy();
    expect(Contents!.map(({ Key }) => Key)).toContain(`imports/${made.id}/source`);
    for (const { Key } of Contents!) expect(Key).toMatch(/^imports\/[0-9a-f-]{36}\/source$/);
  });
});
