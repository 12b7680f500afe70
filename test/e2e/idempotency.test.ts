import { beforeAll, describe, expect, it } from 'vitest';
import type { Import, Page, Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { peopleCsv } from '../support/people.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const FILE = peopleCsv(20);

describe('an upload with an Idempotency-Key', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
  }, 60_000);

  it('creates one import, however often it is sent, also concurrently', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => upload('a-key', FILE)));
    const made = answers.filter(({ status }) => status === 202);
    const ids = new Set(made.map(({ body }) => (body as Import).id));
    expect(ids.size).toBe(1);
    // While the first upload is still being received, the others are asked to retry.
    for (const { status, body } of answers)
      if (status !== 202) expect(body).toMatchObject({ code: 'upload_in_progress' });
    const [id] = [...ids];
    await api.finished(id!);
    expect((await upload('a-key', FILE)).body).toMatchObject({ id, status: 'completed' });
    const { count } = await api.get<Page<Import>>('/v1/imports');
    expect(count.value).toBe(1);
  }, 60_000);

  it.each<[string, () => Promise<{ status: number; body: Import | Problem }>]>([
    ['another file', () => upload('a-key', peopleCsv(21))],
    ['another number', () => upload('a-key', FILE, tenant.accounts[1]!.id)],
  ])('is refused for %s', async (_, again) => {
    expect(await again()).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('is independent of the same key in another organisation', async () => {
    const other = await stack.seed();
    const answer = await upload('a-key', FILE, other.accounts[0]!.id, other.keys.editor);
    expect(answer.status).toBe(202);
  });

  it.each(['', 'with space', 'x'.repeat(256)])('refuses the key "%s"', async (key) => {
    const answer = await upload(key, FILE);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  async function upload(key: string, content: string, accountId = tenant.accounts[0]!.id, apiKey = tenant.keys.editor) {
    const form = new FormData();
    form.set('accountId', accountId);
    form.set('file', new Blob([content]), 'people.csv');
    const headers = { 'idempotency-key': key };
    const response = await new ApiClient(stack.url, apiKey).request('/v1/imports', {
      method: 'POST',
      body: form,
      headers,
    });
    return { status: response.status, body: (await response.json()) as Import | Problem };
  }
});
