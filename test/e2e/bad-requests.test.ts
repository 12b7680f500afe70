import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import http from 'node:http';
import net from 'node:net';
import { problemSchema, PROBLEMS, type Account, type ProblemCode } from '#contracts';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/**
 * More than one part of a multipart upload (8 MiB), so that some parts are already stored when the upload is refused.
 */
const UPLOAD_BYTES = 20 * 1024 * 1024;
const OPEN_IMPORTS = 2;
const FILE = new Blob(['id,name\n44687985632,Jane Smith\n'], { type: 'text/csv' });

type Part = [name: string, value: string | Blob];

/** Only the gateway runs: requests that it refuses must never reach other services. */
describe('bad requests', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let stranger: SeededTenant;
  let idle: SeededTenant;
  let mongo: mongoose.mongo.MongoClient;
  let s3: S3Client;
  let accounts: [Account, Account, Account];

  beforeAll(async () => {
    const env = { LIMIT_UPLOAD_BYTES: String(UPLOAD_BYTES), LIMIT_OPEN_IMPORTS: String(OPEN_IMPORTS) };
    stack = await startStack({ services: ['gateway'], env });
    tenant = await stack.seed({ accounts: ['active', 'active', 'inactive'] });
    stranger = await stack.seed();
    idle = await stack.seed({ accounts: ['inactive'] });
    accounts = tenant.accounts as [Account, Account, Account];
    mongo = new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!);
    s3 = new S3Client({
      endpoint: stack.env.S3_ENDPOINT!,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: stack.env.S3_ACCESS_KEY_ID!, secretAccessKey: stack.env.S3_SECRET_ACCESS_KEY! },
    });
  }, 60_000);
  afterAll(async () => {
    s3?.destroy();
    await mongo?.close();
    await stack?.stop();
  });

  const send = (path: string, init: RequestInit = {}, key = tenant.keys.editor): Promise<Response> =>
    fetch(`${stack.url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });

  const upload = (parts: Part[], key?: string): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    return send('/v1/imports', { method: 'POST', body }, key);
  };

  const uploadRaw = (body: string | Buffer, contentType?: string): Promise<Response> =>
    send('/v1/imports', { method: 'POST', body, headers: contentType ? { 'content-type': contentType } : {} });

  /** A multipart form as text, for forms that FormData cannot produce. */
  const rawForm = (parts: string[], end = '\r\n--xx--\r\n') =>
    `${parts.map((part) => `--xx\r\nContent-Disposition: form-data; ${part}`).join('\r\n')}${end}`;
  const accountPart = () => `name="accountId"\r\n\r\n${accounts[0].id}`;
  const MULTIPART = 'multipart/form-data; boundary=xx';

  const unfinishedUploads = async (): Promise<number> =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: stack.env.S3_BUCKET! }))).Uploads?.length ?? 0;

  async function expectNothingLeft(): Promise<void> {
    const objects = await s3.send(new ListObjectsV2Command({ Bucket: stack.env.S3_BUCKET! }));
    expect(objects.Contents ?? []).toEqual([]);
    expect(await unfinishedUploads()).toBe(0);
    expect(await mongo.db().collection('imports').countDocuments()).toBe(0);
    expect(
      await mongo
        .db()
        .collection('import_queues')
        .countDocuments({ 'importIds.0': { $exists: true } }),
    ).toBe(0);
  }

  describe('uploads', () => {
    it.each<[string, () => Promise<Response>, ProblemCode]>([
      ['JSON', () => uploadRaw('{}', 'application/json'), 'not_multipart'],
      ['plain CSV', () => uploadRaw('id,name\n', 'text/csv'), 'not_multipart'],
      ['a web form', () => uploadRaw('accountId=1', 'application/x-www-form-urlencoded'), 'not_multipart'],
      ['no body', () => send('/v1/imports', { method: 'POST' }), 'not_multipart'],
      ['multipart without a boundary', () => uploadRaw('id,name\n', 'multipart/form-data'), 'not_multipart'],
      ['multipart in name only', () => uploadRaw('id,name\n', MULTIPART), 'not_multipart'],
      ['an empty form', () => uploadRaw('', MULTIPART), 'missing_field'],
      ['no accountId', () => upload([['file', FILE]]), 'missing_field'],
      [
        'a blank accountId',
        () =>
          upload([
            ['accountId', ' '],
            ['file', FILE],
          ]),
        'missing_field',
      ],
      [
        'the file before the fields',
        () =>
          upload([
            ['file', FILE],
            ['accountId', accounts[0].id],
          ]),
        'missing_field',
      ],
      ['no file', () => upload([['accountId', accounts[0].id]]), 'missing_file'],
      [
        'text in place of the file',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['file', 'id,name'],
          ]),
        'missing_file',
      ],
      [
        'an unknown field',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['colour', 'red'],
            ['file', FILE],
          ]),
        'unexpected_field',
      ],
      [
        'a field called __proto__',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['__proto__', '1'],
            ['file', FILE],
          ]),
        'unexpected_field',
      ],
      [
        'a field after the file',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['file', FILE],
            ['start', 'auto'],
          ]),
        'unexpected_field',
      ],
      [
        'a field twice',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['accountId', accounts[1].id],
            ['file', FILE],
          ]),
        'unexpected_field',
      ],
      [
        'two files',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['file', FILE],
            ['file', FILE],
          ]),
        'unexpected_field',
      ],
      [
        'the file under another name',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['document', FILE],
          ]),
        'unexpected_field',
      ],
      [
        'an option that is none',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['start', 'maybe'],
            ['file', FILE],
          ]),
        'invalid_request',
      ],
      [
        'an unknown account',
        () =>
          upload([
            ['accountId', stranger.accounts[0]!.id],
            ['file', FILE],
          ]),
        'account_not_found',
      ],
      [
        'an account that is no id',
        () =>
          upload([
            ['accountId', '{"$ne":1}'],
            ['file', FILE],
          ]),
        'account_not_found',
      ],
      [
        'an inactive account',
        () =>
          upload([
            ['accountId', accounts[2].id],
            ['file', FILE],
          ]),
        'no_active_account',
      ],
      [
        'an organisation without an active account',
        () =>
          upload(
            [
              ['accountId', idle.accounts[0]!.id],
              ['file', FILE],
            ],
            idle.keys.editor,
          ),
        'no_active_account',
      ],
      [
        'a viewer',
        () =>
          upload(
            [
              ['accountId', accounts[0].id],
              ['file', FILE],
            ],
            tenant.keys.viewer,
          ),
        'not_allowed',
      ],
      [
        'a wrong key',
        () =>
          upload(
            [
              ['accountId', accounts[0].id],
              ['file', FILE],
            ],
            'ck_wrong',
          ),
        'not_signed_in',
      ],
      [
        'a file of 0 bytes',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['file', new Blob([])],
          ]),
        'empty_file',
      ],
      [
        'a file that is too large, as its length says',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['file', bytes(2 * UPLOAD_BYTES)],
          ]),
        'file_too_large',
      ],
      [
        'a file that is one byte too large',
        () =>
          upload([
            ['accountId', accounts[0].id],
            ['file', bytes(UPLOAD_BYTES + 1)],
          ]),
        'file_too_large',
      ],
      [
        'a small file cut off',
        () => uploadRaw(rawForm([accountPart(), filePart('id,name\n4468')], ''), MULTIPART),
        'upload_incomplete',
      ],
      [
        'a large file cut off',
        () => uploadRaw(rawForm([accountPart(), filePart('a'.repeat(UPLOAD_BYTES / 2))], ''), MULTIPART),
        'upload_incomplete',
      ],
    ])('%s', async (_, request, code) => {
      await expectProblem(await request(), code);
      await expectNothingLeft();
    });

    it('a client that disconnects during an upload leaves nothing behind', async () => {
      const request = http.request(`${stack.url}/v1/imports`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tenant.keys.editor}`, 'content-type': MULTIPART },
      });
      request.on('error', () => undefined);
      request.write(rawForm([accountPart(), filePart('a'.repeat(UPLOAD_BYTES / 2))], ''));
      await eventually('parts are stored', async () => expect(await unfinishedUploads()).toBe(1));
      request.destroy();
      await eventually('the parts are gone', async () => expect(await unfinishedUploads()).toBe(0));
      await expectNothingLeft();
    });

    it('the connection serves the next request after a refusal', async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      const refused = await post(agent, rawForm([`name="colour"\r\n\r\nred`, filePart('a'.repeat(1_000_000))]));
      expect(refused).toMatchObject({ status: 400, body: { code: 'unexpected_field' } });
      const next = await post(agent, rawForm(['name="accountId"\r\n\r\nx']));
      expect(next).toMatchObject({ status: 400, body: { code: 'missing_file' } });
      agent.destroy();
    });

    /** Must be last, because these imports stay open: no importer runs here. */
    it('more open imports than allowed', async () => {
      const parts: Part[] = [
        ['accountId', accounts[0].id],
        ['start', 'confirm'],
        ['file', FILE],
      ];
      const accepted = await upload(parts);
      expect(accepted.status).toBe(202);
      await upload(parts);
      await expectProblem(await upload(parts), 'too_many_open_imports');
      const objects = await s3.send(new ListObjectsV2Command({ Bucket: stack.env.S3_BUCKET! }));
      expect(objects.Contents).toHaveLength(OPEN_IMPORTS);
      expect(await mongo.db().collection('imports').countDocuments()).toBe(OPEN_IMPORTS);
    });

    async function post(agent: http.Agent, body: string): Promise<{ status: number | undefined; body: unknown }> {
      return new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${tenant.keys.editor}`,
          'content-type': MULTIPART,
          'content-length': body.length,
        };
        const request = http.request(`${stack.url}/v1/imports`, { method: 'POST', agent, headers }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
        });
        request.on('error', reject);
        request.end(body);
      });
    }
  });

  describe('everything else', () => {
    const json = (body: string, type = 'application/json'): RequestInit => ({
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });

    it.each<[string, () => Promise<Response>, ProblemCode]>([
      ['an unknown route', () => send('/v1/nothing'), 'not_found'],
      [
        'an unknown route, asked for by a browser',
        () => send('/v1/nothing', { headers: { accept: 'text/html' } }),
        'not_found',
      ],
      ['an unknown file', () => send('/assets/nothing.js'), 'not_found'],
      ['a path out of the page', () => send('/..%2f..%2fpackage.json'), 'not_found'],
      ['an id that is too long', () => send(`/v1/imports/${'a'.repeat(300)}`), 'import_not_found'],
      ['a method that is not there', () => send('/v1/imports', { method: 'PATCH' }), 'method_not_allowed'],
      ['a broken escape in the path', () => send('/v1/imports/%zz'), 'invalid_request'],
      ['a broken escape in the query', () => send('/v1/contacts?search=%zz'), 'invalid_request'],
      ['bytes that are not UTF-8 in the query', () => send('/v1/contacts?search=%ff'), 'invalid_request'],
      ['a single parameter twice', () => send('/v1/contacts?search=a&search=b'), 'invalid_request'],
      ['an unknown parameter', () => send('/v1/contacts?serach=a'), 'invalid_request'],
      ['an operator in a parameter', () => send('/v1/contacts?accountId[$ne]=1'), 'invalid_request'],
      ['a value without a colon', () => send('/v1/contacts?value=city'), 'invalid_request'],
      ['a day in place of a time', () => send('/v1/contacts?updatedSince=2026-11-22'), 'invalid_request'],
      ['a time without its zone', () => send('/v1/contacts?updatedSince=2026-11-22T10:15:00'), 'invalid_request'],
      ['a limit beyond the limit', () => send('/v1/contacts?limit=100000'), 'invalid_request'],
      ['a cursor that is none', () => send('/v1/contacts?after=abc'), 'invalid_cursor'],
      ['a cursor of another order', () => send(`/v1/contacts?sort=name&after=${cursor('phone')}`), 'invalid_cursor'],
      [
        'contacts of an unknown account',
        () => send(`/v1/contacts?accountId=${stranger.accounts[0]!.id}`),
        'account_not_found',
      ],
      ['an unknown contact', () => send(`/v1/accounts/${accounts[0].id}/contacts/44687985632`), 'contact_not_found'],
      ['an export of nothing', () => send('/v1/exports', json('{}')), 'invalid_request'],
      [
        'an export with an unknown condition',
        () => send('/v1/exports', json(JSON.stringify({ filter: { accountId: accounts[0].id, $where: '1' } }))),
        'invalid_request',
      ],
      [
        'an export of an unknown account',
        () => send('/v1/exports', json(JSON.stringify({ filter: { accountId: stranger.accounts[0]!.id } }))),
        'account_not_found',
      ],
      ['a body that is no JSON', () => send('/v1/exports', json('{"filter":')), 'invalid_request'],
      ['an empty JSON body', () => send('/v1/exports', json('')), 'invalid_request'],
      ['a body with __proto__', () => send('/v1/exports', json('{"__proto__":{"admin":true}}')), 'invalid_request'],
      [
        'a body of another type',
        () => send('/v1/exports', json('filter=1', 'application/x-www-form-urlencoded')),
        'unsupported_media_type',
      ],
      [
        'a body that is too large',
        () => send('/v1/exports', json(JSON.stringify({ filter: 'x'.repeat(2_000_000) }))),
        'body_too_large',
      ],
      [
        'an object in place of an e-mail',
        () => send('/v1/session', json('{"email":{"$ne":1},"password":"x"}')),
        'invalid_request',
      ],
      [
        'wrong credentials',
        () => send('/v1/session', json('{"email":"nobody@test.example","password":"x"}')),
        'wrong_credentials',
      ],
    ])('%s', async (_, request, code) => {
      await expectProblem(await request(), code);
    });

    it('lists the methods that an address knows', async () => {
      expect((await send('/v1/imports', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, POST');
    });

    it.each(['/v1/contacts', '/v1/accounts/x/contacts', '/v1/accounts/x/contacts/44687985632'])(
      'DELETE %s says why not',
      async (path) => {
        const response = await send(path, { method: 'DELETE' });
        expect(response.headers.get('allow')).not.toBeNull();
        await expectProblem(response, 'contacts_are_never_deleted');
      },
    );

    it('headers that are too large', async () => {
      expect(await talk(`GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 431 .*"code":"headers_too_large"/s,
      );
    });

    it.each<[string, string]>([
      ['both a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked'],
      ['two lengths', 'Content-Length: 4\r\nContent-Length: 40'],
      ['a length that is none', 'Content-Length: +4'],
      ['chunks that are not the last coding', 'Transfer-Encoding: chunked, identity'],
      ['a coding that is hidden', 'Transfer-Encoding: \x0bchunked'],
      ['a space before the colon', 'Transfer-Encoding : chunked'],
    ])('a request that two programs might cut in two ways: %s', async (_, headers) => {
      const hidden = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
      const answer = await talk(`POST /v1/session HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n0\r\n\r\n${hidden}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_request"/s);
      expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    });

    it('something that is not HTTP', async () => {
      expect(await talk('HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_request"/s);
    });
  });

  /** Sends bytes and reads the response until the connection ends. */
  function talk(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = net.connect(Number(new URL(stack.url).port), '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }
});

async function expectProblem(response: Response, code: ProblemCode): Promise<void> {
  const body: unknown = await response.json();
  expect(body).toMatchObject({ code, status: response.status });
  expect(response.status).toBe(PROBLEMS[code].status);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problemSchema.strict().parse(body).requestId).toBe(response.headers.get('x-request-id'));
}

function bytes(count: number): Blob {
  return new Blob([new Uint8Array(count)]);
}

function filePart(content: string): string {
  return `name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${content}`;
}

/** A well-formed cursor of a sort order. */
function cursor(sort: string): string {
  return Buffer.from(JSON.stringify([sort, '', '44687985632', 'x'])).toString('base64url');
}
