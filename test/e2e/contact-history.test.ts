import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { contactHistorySchema, type ContactHistory, type TagChange } from '#contracts';
import { ApiClient } from '../support/api.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const JANE = '34600000001';

describe('the history of a contact', () => {
  let stack: RunningProduct;
  let mongo: mongoose.mongo.MongoClient;
  let api: ApiClient;
  let accountId = '';
  let address = '';

  beforeAll(async () => {
    stack = await sharedStack();
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(() => mongo?.close());
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
    accountId = tenant.accounts[0]!.id;
    address = `/v1/accounts/${accountId}/contacts/${JANE}`;
  });

  const history = async (query = '') =>
    contactHistorySchema.parse(await api.get<ContactHistory>(`${address}/history${query}`));
  const patch = (body: object) =>
    api.request(address, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const changes = () => mongo.db().collection<{ _id: string; accountId: string; rev: number }>('contact_changes');
  const stored = () => changes().countDocuments({ accountId });

  it('says what changed, before and after, when, and by which row, order, user or key', async () => {
    const first = await api.importFile(
      accountId,
      `id,name,tags,city\n34600000009,Li,,x\n${JANE},Jane,"cat,dog",Lugo\n`,
    );
    expect(await history()).toMatchObject({
      items: [{ revision: 1, changedBy: { kind: 'import', id: first.id, row: 3 }, order: null, changes: null }],
      ...{ next: null, count: { value: 1, exact: true }, keptDays: 30, isComplete: true },
    });
    // A new contact costs nothing more.
    expect(await stored()).toBe(0);

    const second = await api.importFile(accountId, `id,name,tags,city,age\n${JANE},Jané,"dog,vip",,40\n`, {
      blankColumns: 'clear',
    });
    const { id: tagging } = await api.post<TagChange>('/v1/tag-changes', { filter: { accountId }, remove: ['VIP'] });
    await api.follow<TagChange>(`/v1/tag-changes/${tagging}`, ({ finishedAt }) => finishedAt !== null);
    await api.post(`${address}/opt-out`, { reason: 'wrote STOP' });
    await patch({ values: { age: '41' } });
    await patch({ values: { age: '41' } });

    const all = await history();
    const key = { kind: 'key', id: expect.any(String) as string };
    expect(all.items).toEqual(
      [
        { revision: 6, changedBy: key, changes: { values: [{ name: 'age', before: '40', after: '41' }] } },
        { revision: 5, changedBy: key, changes: { optOut: { before: null, after: (await optOut())! } } },
        {
          revision: 4,
          changedBy: key,
          order: { kind: 'tag-change', id: tagging },
          changes: { tags: { before: ['dog', 'vip'], after: ['dog'] } },
        },
        {
          revision: 3,
          changedBy: { kind: 'import', id: second.id, row: 1 },
          changes: { values: [{ name: 'city', before: 'Lugo', after: null }] },
        },
        {
          revision: 2,
          changedBy: { kind: 'import', id: second.id, row: 2 },
          changes: {
            name: { before: 'Jane', after: 'Jané' },
            tags: { before: ['cat', 'dog'], after: ['dog', 'vip'] },
            values: [{ name: 'age', before: null, after: '40' }],
          },
        },
        { revision: 1, changedBy: { kind: 'import', id: first.id, row: 3 }, changes: null },
      ].map((item) => ({ order: null, ...item, at: expect.any(String) as string })),
    );
    expect(all).toMatchObject({ count: { value: 6, exact: true }, isComplete: true });

    const pages: number[][] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await history(`?limit=5${next && `&after=${next}`}`);
      pages.push(page.items.map(({ revision }) => revision));
      next = page.next;
    }
    expect(pages).toEqual([[6, 5, 4, 3, 2], [1]]);
  });

  it('says how far back it goes, where older changes are not kept', async () => {
    await api.importFile(accountId, `id,name\n${JANE},Jane\n`);
    for (const name of ['A', 'B', 'C']) await patch({ name });
    await changes().deleteMany({ accountId, rev: { $lt: 4 } });
    expect(await history()).toMatchObject({
      items: [{ revision: 4, changes: { name: { before: 'B', after: 'C' } } }],
      ...{ next: null, isComplete: false, count: { exact: false } },
    });
    await changes().deleteMany({ accountId });
    expect(await history()).toMatchObject({
      items: [{ revision: 4, changedBy: { kind: 'key' }, changes: null }],
      isComplete: false,
    });
    expect((await api.request(`${address.slice(0, -1)}7/history`)).status).toBe(404);
    expect((await api.request(`${address}/history?after=x`)).status).toBe(400);
  });

  async function optOut() {
    return (await api.contacts(`accountId=${accountId}&optedOut=yes`)).items[0]!.optOut;
  }
});
