import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { Contact, Page, TagChange } from '#contracts';
import type { ContactRecord } from '#persistence';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { storedContacts } from '../support/stored-contacts.js';

const COUNT = 400;
/** Four batches of a change. They are stored as an import would have done, which costs more than all changes. */
const MANY = 2_000;
/** More than without this setting. */
const TAGS = 60;

describe('changing the tags of all contacts that match a filter', () => {
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'exporter', 'campaigns'],
      services: ['contacts'],
      env: { JOB_LOCK_SECONDS: '3', LIMIT_TAGS_PER_CONTACT: String(TAGS) },
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });
  beforeEach(async () => {
    tenant = await stack.seed({ accounts: ['active', 'inactive'] });
    api = new ApiClient(stack.url, tenant.keys.editor);
    accountId = tenant.accounts[0]!.id;
  });

  const order = (filter: object, tags: object) =>
    api.post<TagChange>('/v1/tag-changes', { filter: { accountId, ...filter }, ...tags });
  const ended = (id: string, timeoutMs?: number) =>
    eventually(
      'the tag change ends',
      async () => {
        const current = await api.get<TagChange>(`/v1/tag-changes/${id}`);
        expect(current.finishedAt).not.toBeNull();
        return current;
      },
      timeoutMs,
    );
  const counted = async (query: string) =>
    (await api.contacts(`accountId=${accountId}&count=exact&limit=1&${query}`)).count.value;

  it('adds and removes tags of the contacts that match, and counts them', async () => {
    await api.importFile(accountId, peopleCsv(COUNT));
    const { id, status } = await order(
      { tag: ['DOG'], notValue: ['city:london'] },
      { add: ['Summer'], remove: ['VIP'] },
    );
    expect(['queued', 'running']).toContain(status);
    const done = await ended(id);
    expect(done).toMatchObject({
      status: 'completed',
      processed: COUNT / 4,
      expected: COUNT / 4,
      counts: { updated: COUNT / 4, unchanged: 0, rejected: 0 },
      createdBy: { kind: 'key' },
      error: null,
    });
    expect(await counted('tag=summer')).toBe(COUNT / 4);
    expect(await counted('tag=summer&tag=vip')).toBe(0);
    expect(await counted('tag=dog')).toBe(COUNT / 2);
    const { items } = await api.contacts(`accountId=${accountId}&tag=summer&limit=1`);
    expect(items[0]).toMatchObject({ tags: ['dog', 'Summer'], revision: 2, changedBy: done.createdBy });

    const again = await ended((await order({ tag: ['summer'] }, { add: ['SUMMER'], remove: ['vip'] })).id);
    expect(again.counts).toEqual({ updated: 0, unchanged: COUNT / 4, rejected: 0 });
    const both = await api.get<Page<TagChange>>(`/v1/tag-changes?accountId=${accountId}`);
    expect(both.items.map((item) => item.id)).toEqual([again.id, id]);
  }, 60_000);

  it('does not change a contact that would have more tags than the configuration says', async () => {
    await api.importFile(accountId, 'id,name,tags\n447700900001,Full,"a"\n447700900002,Empty,\n');
    const contact = (phone: string) => api.get<Contact>(`/v1/accounts/${accountId}/contacts/${phone}`);
    const tags = Array.from({ length: TAGS }, (_, index) => `tag ${index}`);
    await expect(order({}, { add: [...tags, 'one more'] })).rejects.toThrow('invalid_request');
    expect((await ended((await order({}, { add: tags })).id)).counts).toEqual({
      updated: 1,
      unchanged: 0,
      rejected: 1,
    });
    expect((await contact('447700900001')).tags).toEqual(['a']);
    expect((await contact('447700900002')).tags).toHaveLength(TAGS);
  });

  it('refuses invalid requests, and other organisations', async () => {
    const status = async (filter: object, tags: object, key = tenant.keys.editor) => {
      const body = JSON.stringify({ filter: { accountId, ...filter }, ...tags });
      const headers = { 'content-type': 'application/json' };
      return (await new ApiClient(stack.url, key).request('/v1/tag-changes', { method: 'POST', body, headers })).status;
    };
    expect(await status({}, {})).toBe(400);
    expect(await status({}, { add: ['a,b'] })).toBe(400);
    expect(await status({}, { add: ['a'], remove: ['A'] })).toBe(400);
    expect(await status({ colour: 'red' }, { add: ['a'] })).toBe(400);
    expect(await status({}, { add: ['a'] }, tenant.keys.viewer)).toBe(403);
    expect(await status({ accountId: tenant.accounts[1]!.id }, { add: ['a'] })).toBe(409);
    const stranger = await stack.seed();
    expect(await status({}, { add: ['a'] }, stranger.keys.admin)).toBe(404);
    const { id } = await order({}, { add: ['a'] });
    const theirs = new ApiClient(stack.url, stranger.keys.admin);
    expect((await theirs.request(`/v1/tag-changes/${id}`)).status).toBe(404);
    expect((await theirs.request(`/v1/tag-changes/${id}/cancel`, { method: 'POST' })).status).toBe(404);
  });

  it('stops between batches when it is cancelled', async () => {
    await storeMany();
    const { id } = await order({}, { add: ['slow'] });
    await progressed(id, 1);
    await api.post(`/v1/tag-changes/${id}/cancel`);
    const done = await ended(id);
    expect(done.status).toBe('cancelled');
    expect(done.processed).toBeLessThan(MANY);
    expect(await counted('tag=slow')).toBe(done.counts.updated);
    expect(
      (
        await api.request(`/v1/tag-changes/${(await ended((await order({}, { add: ['x'] })).id, 90_000)).id}/cancel`, {
          method: 'POST',
        })
      ).status,
    ).toBe(409);
  }, 120_000);

  it('continues where it stopped when the service is killed: every contact is changed once, counted once, and published', async () => {
    await storeMany();
    const { id } = await order({ notTag: ['summer'] }, { add: ['summer'] });
    for (const part of [0.1, 0.4, 0.7]) {
      await progressed(id, MANY * part);
      await stack.kill('contacts');
      await stack.start('contacts');
    }
    const done = await ended(id, 120_000);
    expect(done).toMatchObject({ status: 'completed', processed: MANY, counts: { updated: MANY, unchanged: 0 } });
    expect(await counted('tag=summer')).toBe(MANY);
    expect((await api.contacts(`accountId=${accountId}&limit=500`)).items.every(({ revision }) => revision === 2)).toBe(
      true,
    );
    await heard(MANY);
  }, 240_000);

  it('changes contacts that were changed since a given time', async () => {
    await api.importFile(accountId, 'id,name\n447700900001,Ana\n447700900002,Bo\n');
    await api.importFile(accountId, 'id,name\n447700900001,Anna\n');
    const { updatedAt } = await api.get<Contact>(`/v1/accounts/${accountId}/contacts/447700900001`);
    const done = await ended((await order({ updatedSince: updatedAt }, { add: ['late'] })).id);
    expect(done).toMatchObject({
      filter: { updatedSince: updatedAt },
      counts: { updated: 1, unchanged: 0, rejected: 0 },
    });
    const { items } = await api.contacts(`accountId=${accountId}&tag=late`);
    expect(items.map(({ phone }) => phone)).toEqual(['447700900001']);
  }, 60_000);

  it('and an import into the same account do not undo each other', async () => {
    await storeMany();
    const elsewhere = peopleCsv(MANY, { city: () => 'Oslo' });
    const [done] = await Promise.all([
      order({}, { add: ['summer'] }).then(({ id }) => ended(id, 120_000)),
      api.upload(accountId, elsewhere, { tagsMode: 'add' }).then(({ id }) => api.finished(id, 120_000)),
    ]);
    expect(done.counts).toEqual({ updated: MANY, unchanged: 0, rejected: 0 });
    expect(await counted('tag=summer&value=city:oslo')).toBe(MANY);
  }, 240_000);

  const progressed = (id: string, contacts: number) =>
    eventually(`${contacts} contacts are processed`, async () => {
      expect((await api.get<TagChange>(`/v1/tag-changes/${id}`)).processed).toBeGreaterThanOrEqual(contacts);
    });

  const storeMany = () => mongo.db().collection<ContactRecord>('contacts').insertMany(storedContacts(accountId, MANY));

  const heard = (contacts: number) =>
    eventually(
      'campaigns has heard of every contact',
      async () =>
        expect(await mongo.db().collection('audience').countDocuments({ accountId, facets: 't:summer' })).toBe(
          contacts,
        ),
      60_000,
    );
});
