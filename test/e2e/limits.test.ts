import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import http from 'node:http';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { postJson } from '../support/page-session.js';
import { startStack, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

const LIMITS = {
  LIMIT_REQUESTS_PER_MINUTE: '20',
  LIMIT_ORGANISATION_REQUESTS_PER_MINUTE: '30',
  LIMIT_SIGN_INS_PER_MINUTE: '3',
  LIMIT_SENDER_SIGN_INS_PER_MINUTE: '8',
  LIMIT_UPLOAD_STALL_SECONDS: '1',
  LIMIT_OPEN_IMPORTS: '2',
};

describe('limits', () => {
  let stack: Stack;
  let relay: TcpRelay;
  let s3: S3Client;

  beforeAll(async () => {
    relay = await TcpRelay.before(process.env.REDIS_URL!);
    stack = await startStack({
      services: ['gateway'],
      env: { ...LIMITS, REDIS_URL: `redis://127.0.0.1:${relay.port}` },
    });
    s3 = new S3Client({
      endpoint: stack.env.S3_ENDPOINT!,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: stack.env.S3_ACCESS_KEY_ID!, secretAccessKey: stack.env.S3_SECRET_ACCESS_KEY! },
    });
  }, 60_000);
  afterAll(async () => {
    s3?.destroy();
    await stack?.stop();
    relay?.close();
  });

  const me = (key: string): Promise<Response> => new ApiClient(stack.url, key).request('/v1/me');
  const times = async (count: number, ask: () => Promise<Response>): Promise<number[]> => {
    const answers = await Promise.all(Array.from({ length: count }, ask));
    return answers.map(({ status }) => status).sort();
  };
  const unfinishedUploads = async (): Promise<number> =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: stack.env.S3_BUCKET! }))).Uploads?.length ?? 0;
  const objects = async (): Promise<number> =>
    (await s3.send(new ListObjectsV2Command({ Bucket: stack.env.S3_BUCKET! }))).KeyCount ?? 0;

  it('apply to each key and to the whole organisation, and say when to retry', async () => {
    const [tenant, other] = [await stack.seed(), await stack.seed()];
    expect(await times(20, () => me(tenant.keys.viewer))).toEqual(Array(20).fill(200));
    const refused = await me(tenant.keys.viewer);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });

    const organisationLeft = await times(20, () => me(tenant.keys.editor));
    expect(organisationLeft.filter((status) => status === 200).length).toBeLessThanOrEqual(10);
    expect(organisationLeft).toContain(429);
    expect((await me(other.keys.viewer)).status).toBe(200);
  });

  it('do not apply to health checks and the page', async () => {
    expect(await times(40, () => fetch(`${stack.url}/healthz`))).toEqual(Array(40).fill(200));
    expect(await times(40, () => fetch(`${stack.url}/`))).toEqual(Array(40).fill(200));
  });

  it('stop a flood of sign-ins for one address, and from one client', async () => {
    const { user } = await stack.seed();
    const signIn = (email: string, password: string): Promise<Response> =>
      postJson(`${stack.url}/v1/session`, { email, password });
    for (let n = 0; n < 3; n++) expect((await signIn(user.email, `wrong ${n}`)).status).toBe(401);
    const flooded = await signIn(user.email.toUpperCase(), user.password);
    expect(await flooded.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(flooded.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await times(8, () => signIn(`${Math.random()}@test.example`, 'wrong'))).toContain(429);
  });

  it('allow all requests while Redis is down but guesses, and apply again when it is back', async () => {
    const tenant = await stack.seed();
    const { email } = tenant.user;
    const guess = (): Promise<Response> => postJson(`${stack.url}/v1/session`, { email, password: 'wrong' });
    relay.goAway();
    try {
      expect(await times(25, () => me(tenant.keys.viewer))).toEqual(Array(25).fill(200));
      expect(await times(5, guess)).toEqual([401, 401, 401, 429, 429]);
      const refused = await guess();
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });
    } finally {
      relay.comeBack();
    }
    await eventually('requests are counted again', async () =>
      expect(await times(25, () => me(tenant.keys.editor))).toContain(429),
    );
  }, 30_000);

  it('abort a stalled upload, and leave nothing of it', async () => {
    const tenant = await stack.seed();
    for (const sent of [
      '',
      formStart(tenant.accounts[0]!.id),
      formStart(tenant.accounts[0]!.id) + 'a'.repeat(9_000_000),
    ]) {
      const answer = await stalledUpload(stack.url, tenant.keys.editor, sent);
      expect(answer).toMatchObject({ status: 408, body: { code: 'upload_too_slow' } });
      expect(await unfinishedUploads()).toBe(0);
      expect(await objects()).toBe(0);
    }
  }, 30_000);

  it('limit the number of open imports, however many arrive at the same time', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.editor);
    const upload = () => api.upload(tenant.accounts[0]!.id, 'id,name\n44687985632,Jane\n', { start: 'confirm' });
    const results = await Promise.allSettled(Array.from({ length: 8 }, upload));
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
    for (const result of results)
      if (result.status === 'rejected') expect(String(result.reason)).toContain('too_many_open_imports');
    expect(await objects()).toBe(results.filter(({ status }) => status === 'fulfilled').length);
  });
});

function formStart(accountId: string): string {
  const part = (head: string, text: string): string => `--xx\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}`;
  return `${part('name="accountId"', accountId)}\r\n${part('name="file"; filename="a.csv"', 'id,name\n')}`;
}

/** Starts an upload, sends this text and then nothing more. */
function stalledUpload(url: string, key: string, sent: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=xx' };
    const request = http.request(`${url}/v1/imports`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        request.destroy();
        resolve({ status: response.statusCode!, body: JSON.parse(text) });
      });
    });
    request.on('error', reject);
    request.flushHeaders();
    if (sent !== '') request.write(sent);
  });
}
