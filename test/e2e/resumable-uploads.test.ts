import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import type { AuditEntry, Import, Page, Problem, Upload } from '#contracts';
import { ObjectStore } from '#storage';
import { freePort } from '../../tools/local-services/free-port.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ServiceProcess } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const MiB = 1024 * 1024;
const UPLOAD_BYTES = 32 * MiB;
const OPEN_IMPORTS = 3;
/** Two full parts of the object store and a bit. */
const FILE = randomBytes(11 * MiB + 7);
const TUS = { 'tus-resumable': '1.0.0' };
const PIECE = { ...TUS, 'content-type': 'application/offset+octet-stream' };

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const metadata = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');

interface Answer {
  status: number;
  headers: Headers;
  code: string | undefined;
}

/** Only gateways run, so an import stays `uploaded`. */
describe('an upload in pieces', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let store: ObjectStore;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    const env = { LIMIT_UPLOAD_BYTES: String(UPLOAD_BYTES), LIMIT_OPEN_IMPORTS: String(OPEN_IMPORTS) };
    stack = await startStack({ services: ['gateway'], env: { ...env, LIMIT_UPLOAD_STALL_SECONDS: '2' } });
    tenant = await stack.seed();
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    store = new ObjectStore({
      endpoint: stack.env.S3_ENDPOINT,
      publicEndpoint: undefined,
      region: 'us-east-1',
      bucket: stack.env.S3_BUCKET!,
      accessKeyId: stack.env.S3_ACCESS_KEY_ID!,
      secretAccessKey: stack.env.S3_SECRET_ACCESS_KEY!,
    });
  }, 60_000);
  afterAll(async () => {
    store?.close();
    await mongo?.close();
    await stack?.stop();
  });

  async function send(method: string, address: string, init: RequestInit = {}, key = tenant.keys.editor) {
    const headers = { authorization: `Bearer ${key}`, ...init.headers };
    const response = await fetch(`${stack.url}${address}`, { method, ...init, headers });
    const text = await response.text();
    const { code } = (text === '' ? {} : JSON.parse(text)) as Partial<Problem>;
    return { status: response.status, headers: response.headers, code } satisfies Answer;
  }
  interface Begun {
    length?: number;
    more?: Record<string, string>;
    headers?: Record<string, string>;
  }
  function begin({ length = FILE.length, more = {}, headers = {} }: Begun = {}, key?: string): Promise<Answer> {
    const said = metadata({ filename: 'people.csv', accountId: tenant.accounts[0]!.id, start: 'confirm', ...more });
    const told = { ...TUS, 'upload-length': String(length), 'upload-metadata': said, ...headers };
    return send('POST', '/v1/uploads', { headers: told }, key);
  }
  async function begun(upload?: Begun): Promise<string> {
    const { status, headers } = await begin(upload);
    expect(status).toBe(201);
    return headers.get('location')!;
  }
  const piece = (address: string, from: number, bytes: Buffer, key?: string, headers: object = {}) => {
    const told = { ...PIECE, 'upload-offset': String(from), ...headers };
    return send('PATCH', address, { headers: told, body: new Uint8Array(bytes) }, key);
  };
  const offsetOf = async (address: string): Promise<number> => {
    const { status, headers } = await send('HEAD', address, { headers: TUS });
    expect(status).toBe(200);
    return Number(headers.get('upload-offset'));
  };

  /** Begins to send the rest of the file from here, and stops after these bytes. */
  function sendSome(url: string, address: string, from: number, bytes: Buffer): http.ClientRequest {
    const headers = {
      ...PIECE,
      authorization: `Bearer ${tenant.keys.editor}`,
      'upload-offset': from,
      'content-length': FILE.length - from,
    };
    const request = http.request(`${url}${address}`, { method: 'PATCH', headers });
    request.on('error', () => undefined);
    request.write(bytes);
    return request;
  }
  const importOf = async ({ headers }: Answer): Promise<Import> =>
    new ApiClient(stack.url, tenant.keys.editor).get<Import>(`/v1/imports/${headers.get('import-id')}`);
  const stored = async (importId: string) => sha256(await buffer(await store.get(`imports/${importId}/source`)));
  const imports = async () =>
    (await new ApiClient(stack.url, tenant.keys.editor).get<Page<Import>>('/v1/imports')).items.map(({ id }) => id);
  /** So that the limit of open imports is that of each test. */
  async function freshTenant(): Promise<void> {
    tenant = await stack.seed();
  }

  it('goes on where the connection broke, and where its gateway was killed, at another gateway', async () => {
    const address = await begun({ more: { sha256: sha256(FILE) } });
    // Less than a part of the object store, so that it is kept by itself.
    const broken = sendSome(stack.url, address, 0, FILE.subarray(0, 2 * MiB));
    await eventually('the bytes are sent', () => expect(broken.socket?.writableLength).toBe(0));
    broken.destroy();
    await eventually('what came is kept', async () => expect(await offsetOf(address)).toBeGreaterThan(0));
    const first = await offsetOf(address);
    expect(first).toBeLessThanOrEqual(2 * MiB);

    const supervisor = new Supervisor();
    const logFile = path.join(stack.logs, 'second-gateway.log');
    const second = new ServiceProcess({ name: 'gateway', port: await freePort(), env: stack.env, logFile, supervisor });
    try {
      await second.start();
      const killed = sendSome(second.url, address, first, FILE.subarray(first, 8 * MiB));
      await eventually('a part is stored', async () => expect(await offsetOf(address)).toBeGreaterThan(first));
      await second.kill('SIGKILL');
      killed.destroy();
    } finally {
      await supervisor.close();
    }
    const after = await offsetOf(address);
    expect(after).toBeGreaterThanOrEqual(5 * MiB);

    const last = await piece(address, after, FILE.subarray(after));
    expect({ status: last.status, offset: last.headers.get('upload-offset') }).toEqual({
      status: 204,
      offset: String(FILE.length),
    });
    const made = await importOf(last);
    expect(made).toMatchObject({ status: 'uploaded', fileName: 'people.csv', fileSize: FILE.length });
    expect(made.options.start).toBe('confirm');
    expect(await stored(made.id)).toBe(sha256(FILE));
    const audit = new ApiClient(stack.url, tenant.keys.admin);
    const { items } = await audit.get<Page<AuditEntry>>('/v1/audit?action=import.uploaded');
    expect(items.map(({ targets }) => targets)).toEqual([[made.id]]);
    const left: string[] = [];
    for await (const { key } of store.list('')) left.push(key);
    expect(left).toEqual([`imports/${made.id}/source`]);

    // The answer may be lost: the client asks again, or sends again.
    expect(await importOf(await send('HEAD', address, { headers: TUS }))).toMatchObject({ id: made.id });
    expect((await importOf(await piece(address, FILE.length, Buffer.alloc(0)))).id).toBe(made.id);
    expect(await imports()).toEqual([made.id]);
  });

  it('counts the bytes of one of several requests that send the same piece', async () => {
    await freshTenant();
    const address = await begun();
    const answers = await Promise.all([0, 1, 2].map(() => piece(address, 0, FILE.subarray(0, 6 * MiB))));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'upload_offset_mismatch')).toHaveLength(2);
    const rest = FILE.subarray(6 * MiB);
    const ends = await Promise.all([0, 1, 2].map(() => piece(address, 6 * MiB, rest)));
    expect(ends.filter(({ status }) => status === 204)).toHaveLength(1);
    for (const { status, code } of ends) if (status !== 204) expect(code).toBe('upload_offset_mismatch');
    const [id, ...others] = await imports();
    expect(others).toEqual([]);
    expect(await stored(id!)).toBe(sha256(FILE));
  });

  it('is complete although another request still sends the same bytes', async () => {
    await freshTenant();
    const address = await begun();
    await piece(address, 0, FILE.subarray(0, 6 * MiB));
    let sent = 7 * MiB;
    const slow = sendSome(stack.url, address, 6 * MiB, FILE.subarray(6 * MiB, sent));
    const answered = once(slow, 'response') as Promise<[http.IncomingMessage]>;
    // So that it is not too slow.
    const trickle = setInterval(() => slow.write(FILE.subarray(sent, (sent += 1_024))), 100);
    const fast = await piece(address, 6 * MiB, FILE.subarray(6 * MiB));
    clearInterval(trickle);
    expect(fast.status).toBe(204);
    slow.end(FILE.subarray(sent));
    const [{ statusCode }] = await answered;
    expect(statusCode).toBe(409);
    expect(await offsetOf(address)).toBe(FILE.length);
    const { id } = await importOf(fast);
    expect(await imports()).toEqual([id]);
    expect(await stored(id)).toBe(sha256(FILE));
  });

  it('is one import with an Idempotency-Key, also of an upload in one piece, and refused for another file', async () => {
    await freshTenant();
    const small = Buffer.from('id,name\n44687985632,Jane\n');
    const headers = { 'idempotency-key': 'a-key' };
    const upload = async (bytes: Buffer) => piece(await begun({ length: bytes.length, headers }), 0, bytes);
    const form = new FormData();
    form.set('accountId', tenant.accounts[0]!.id);
    form.set('start', 'confirm');
    form.set('file', new Blob([small]), 'people.csv');
    const api = new ApiClient(stack.url, tenant.keys.editor);
    const made = (await (await api.request('/v1/imports', { method: 'POST', body: form, headers })).json()) as Import;
    expect((await importOf(await upload(small))).id).toBe(made.id);
    expect(await upload(Buffer.from('id,name\n44687985633,Ann\n'))).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    expect(await imports()).toEqual([made.id]);
  });

  it('is refused when it is continued with another file, and then gone', async () => {
    await freshTenant();
    const other = randomBytes(FILE.length);
    const address = await begun({ more: { sha256: sha256(FILE) } });
    expect((await piece(address, 0, FILE.subarray(0, 5 * MiB))).status).toBe(204);
    expect(await piece(address, 5 * MiB, other.subarray(5 * MiB))).toMatchObject({
      status: 422,
      code: 'checksum_mismatch',
    });
    expect((await send('HEAD', address, { headers: TUS })).status).toBe(404);
    expect(await store.size(`imports/${address.split('/').at(-1)!}/source`)).toBeNull();

    const shorter = await begun({ length: 10 });
    expect(await piece(shorter, 0, FILE.subarray(0, 11))).toMatchObject({ status: 413, code: 'file_too_large' });
    expect(await imports()).toEqual([]);
  });

  it('waits before its last bytes while there are too many open imports', async () => {
    await freshTenant();
    const file = Buffer.from('id,name\n44687985632,Jane\n');
    const address = await begun({ length: file.length });
    const api = new ApiClient(stack.url, tenant.keys.editor);
    const open: Import[] = [];
    for (let n = 0; n < OPEN_IMPORTS; n++)
      open.push(await api.upload(tenant.accounts[0]!.id, file.toString(), { start: 'confirm' }));
    expect(await begin()).toMatchObject({ status: 429, code: 'too_many_open_imports' });
    expect(await piece(address, 0, file)).toMatchObject({ status: 429, code: 'too_many_open_imports' });
    expect(await offsetOf(address)).toBe(0);
    await api.post(`/v1/imports/${open[0]!.id}/cancel`);
    await mongo
      .db()
      .collection('imports')
      .updateOne({ _id: open[0]!.id as never }, { $set: { status: 'cancelled' } });
    expect((await piece(address, 0, file)).status).toBe(204);
  });

  it('counts while it is not complete, until somebody gives it up', async () => {
    await freshTenant();
    const addresses: string[] = [];
    for (let n = 0; n < OPEN_IMPORTS; n++) addresses.push(await begun());
    expect(await begin()).toMatchObject({ status: 429, code: 'too_many_open_imports' });
    expect((await piece(addresses[0]!, 0, FILE.subarray(0, 6 * MiB))).status).toBe(204);
    expect((await send('DELETE', addresses[0]!, { headers: TUS })).status).toBe(204);
    expect((await piece(addresses[0]!, 6 * MiB, FILE.subarray(6 * MiB))).status).toBe(404);
    expect(await store.abortStaleUploads(new Date(Date.now() + 60_000))).toBe(0);
    expect((await begin()).status).toBe(201);
  });

  it('is gone when it was kept too long', async () => {
    await freshTenant();
    const answer = await begin();
    const address = answer.headers.get('location')!;
    const day = Date.parse(answer.headers.get('upload-expires')!) - Date.now();
    expect(Math.round(day / 3_600_000)).toBe(24);
    const id = address.split('/').at(-1)!;
    const old = { $set: { createdAt: new Date(Date.now() - 86_500_000) } };
    await mongo
      .db()
      .collection('uploads')
      .updateOne({ _id: id as never }, old);
    expect((await send('HEAD', address, { headers: TUS })).status).toBe(404);
    expect(await piece(address, 0, FILE)).toMatchObject({ status: 404, code: 'upload_not_found' });
  });

  it('stops when next to nothing comes, and keeps what came', async () => {
    await freshTenant();
    const address = await begun();
    const headers = {
      ...PIECE,
      authorization: `Bearer ${tenant.keys.editor}`,
      'upload-offset': 0,
      'content-length': FILE.length,
    };
    const status = await new Promise((resolve, reject) => {
      const request = http.request(`${stack.url}${address}`, { method: 'PATCH', headers }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', reject);
      request.write(FILE.subarray(0, MiB));
    });
    expect(status).toBe(408);
    expect(await offsetOf(address)).toBe(MiB);
  });

  it('belongs to its organisation', async () => {
    await freshTenant();
    const address = await begun();
    const { keys } = await stack.seed();
    for (const [method, headers] of [
      ['HEAD', TUS],
      ['GET', {}],
      ['DELETE', TUS],
    ] as const)
      expect({ method, status: (await send(method, address, { headers }, keys.admin)).status }).toEqual({
        method,
        status: 404,
      });
    expect(await piece(address, 0, FILE, keys.editor)).toMatchObject({ status: 404, code: 'upload_not_found' });
    expect(await offsetOf(address)).toBe(0);
    const foreign = await begin({ more: { accountId: (await stack.seed()).accounts[0]!.id } });
    expect(foreign).toMatchObject({ status: 404, code: 'account_not_found' });
  });

  it('is for editors, and from the page only with its header', async () => {
    await freshTenant();
    const address = await begun();
    expect(await send('GET', address, {}, tenant.keys.viewer)).toMatchObject({ status: 403, code: 'not_allowed' });
    const { email, password } = tenant.user;
    const cookie = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
    const headers = { ...PIECE, cookie, 'upload-offset': '0' };
    const byCookie = (more: object) =>
      fetch(`${stack.url}${address}`, { method: 'PATCH', headers: { ...headers, ...more }, body: 'id' });
    expect(await (await byCookie({})).json()).toMatchObject({ status: 403, code: 'csrf' });
    expect((await byCookie({ 'x-requested-with': 'contacts' })).status).toBe(204);
    const { offset, length } = await new ApiClient(stack.url, tenant.keys.editor).get<Upload>(address);
    expect({ offset, length }).toEqual({ offset: 2, length: FILE.length });

    const more = { optOut: 'clear' };
    expect(await begin({ more })).toMatchObject({ status: 403, code: 'not_allowed' });
    const ofAdmin = await begin({ more }, tenant.keys.admin);
    const goesOn = await piece(ofAdmin.headers.get('location')!, 0, FILE);
    expect(goesOn).toMatchObject({ status: 403, code: 'not_allowed' });
  });

  it.each<[string, number, string, () => Promise<Answer>]>([
    ['no version', 412, 'unsupported_tus_version', () => begin({ headers: { 'tus-resumable': '0.2.2' } })],
    ['no length', 400, 'invalid_request', () => begin({ headers: { 'upload-length': 'x' } })],
    ['no bytes', 400, 'empty_file', () => begin({ length: 0 })],
    ['too many bytes', 413, 'file_too_large', () => begin({ length: UPLOAD_BYTES + 1 })],
    [
      'metadata that is not Base64',
      400,
      'invalid_request',
      () => begin({ headers: { 'upload-metadata': 'filename ä' } }),
    ],
    ['a checksum that is none', 400, 'invalid_request', () => begin({ more: { sha256: 'x' } })],
    ['an unknown option', 400, 'invalid_request', () => begin({ more: { colour: 'red' } })],
    ['a wrong option', 400, 'invalid_request', () => begin({ more: { start: 'now' } })],
    ['no account', 400, 'missing_field', () => begin({ more: { accountId: '' } })],
    ['a key that is none', 400, 'invalid_request', () => begin({ headers: { 'idempotency-key': 'a b' } })],
    [
      'another type',
      415,
      'unsupported_media_type',
      async () => piece(await begun(), 0, FILE, undefined, { 'content-type': 'text/csv' }),
    ],
    ['another place', 409, 'upload_offset_mismatch', async () => piece(await begun(), 5, FILE.subarray(5))],
    [
      'no place',
      400,
      'invalid_request',
      async () => piece(await begun(), 0, FILE, undefined, { 'upload-offset': '-1' }),
    ],
    ['an unknown upload', 404, 'upload_not_found', () => piece(`/v1/uploads/${newId()}`, 0, FILE)],
  ])('is refused for %s', async (_, status, code, ask) => {
    // Some of them begin an upload, together as many as may be open.
    if (code === 'unsupported_tus_version') await freshTenant();
    expect(await ask()).toMatchObject({ status, code });
  });
});
