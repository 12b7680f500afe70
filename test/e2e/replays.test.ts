import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Page, Replay } from '#contracts';
import type { ContactRecord } from '#persistence';
import { ApiClient } from '../support/api.js';
import { runCli } from '../support/cli.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { storedContacts } from '../support/stored-contacts.js';

const COUNT = 4_000;
/** More than the events that may wait at the same time: 16, each with 500 contacts. */
const MANY = 8_200;
const SOME = 50;
const FIRST_PHONE = 34600000000;

/** Real processes. The view of the campaigns service lacks contacts, or is deleted while it runs. */
describe('a replay', () => {
  let stack: Stack;
  let mongo: mongoose.mongo.MongoClient;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer'],
      services: ['contacts', 'campaigns'],
      env: { JOB_LOCK_SECONDS: '3' },
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });
  beforeEach(async () => {
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  });

  const order = (id = accountId) => api.post<Replay>('/v1/replays', { accountId: id, to: 'campaigns' });
  const ended = (id: string) =>
    eventually(
      'the replay ends',
      async () => {
        const current = await api.get<Replay>(`/v1/replays/${id}`);
        if (current.finishedAt === null) throw new Error(JSON.stringify(current));
        return current;
      },
      120_000,
    );
  const store = (count: number) =>
    mongo.db().collection<ContactRecord>('contacts').insertMany(storedContacts(accountId, count));
  const loseView = () => mongo.db().collection('audience').deleteMany({ accountId });
  /** The contents of a collection for an account, in the same form for both collections. */
  const known = async (collection: 'contacts' | 'audience') =>
    (
      await mongo
        .db()
        .collection(collection)
        .find({ accountId })
        .project({ _id: 0, phone: 1, rev: 1, tags: 1, facets: 1 })
        .sort({ phone: 1 })
        .toArray()
    ).map(({ phone, rev, tags, facets }) => JSON.stringify([phone, rev, tags, ofPeople(facets as string[])]));
  /** The campaigns service does not use the facets of imports. */
  const ofPeople = (facets: string[]) => facets.filter((facet) => !facet.startsWith('i:'));
  const viewIsWhole = () =>
    eventually(
      'the view equals the contacts',
      async () => {
        const [contacts, audience] = await Promise.all([known('contacts'), known('audience')]);
        expect(audience.length).toBe(contacts.length);
        expect(audience.filter((line, index) => line !== contacts[index])).toEqual([]);
      },
      60_000,
    );

  it('rebuilds a lost view completely, while an import runs and the contacts service is killed', async () => {
    // The view has none of them.
    await store(COUNT);

    // Half of the contacts change, and new ones are created, both below and above the replay's position.
    const changed = peopleCsv(COUNT, { firstPhone: FIRST_PHONE - COUNT / 2, city: () => 'Oslo' });
    const { id: importId } = await api.upload(accountId, changed);
    const { id } = await order();
    for (const part of [0.2, 0.6]) {
      await eventually('it is under way', async () => {
        expect((await api.get<Replay>(`/v1/replays/${id}`)).processed).toBeGreaterThanOrEqual(COUNT * part);
      });
      await stack.kill('contacts');
      await stack.start('contacts');
    }
    const [done, imported] = await Promise.all([ended(id), api.finished(importId, 120_000)]);
    expect(done).toMatchObject({ status: 'completed', eventsWaiting: 0, error: null });
    expect(done.processed).toBeGreaterThanOrEqual(COUNT);
    expect(imported).toMatchObject({ status: 'completed', counts: { created: COUNT / 2, updated: COUNT / 2 } });
    await viewIsWhole();
  }, 300_000);

  it('waits for a subscriber that is down without piling up events, and can be cancelled', async () => {
    await store(MANY);
    await stack.kill('campaigns', 'SIGTERM');
    // One of several that are ordered at the same moment, because each waits for its turn.
    const orders = await Promise.allSettled(Array.from({ length: 5 }, () => order()));
    const [placed, another] = orders.filter(({ status }) => status === 'fulfilled');
    expect(another).toBeUndefined();
    const refused = orders.flatMap((order) => (order.status === 'rejected' ? [String(order.reason)] : []));
    for (const reason of refused) expect(reason).toMatch(/409 .*replay_under_way/);
    const { id } = (placed as PromiseFulfilledResult<Replay>).value;
    const stuck = await eventually('it waits', async () => {
      const current = await api.get<Replay>(`/v1/replays/${id}`);
      expect(current.eventsWaiting).toBe(16);
      return current;
    });
    expect(stuck).toMatchObject({ status: 'running', processed: 16 * 500, expected: MANY });
    expect(await mongo.db().collection('outbox').countDocuments({ pending: 'campaigns' })).toBe(16);
    await expect(order()).rejects.toThrow(/409 .*replay_under_way/);
    await expect(order(tenant.accounts[1]!.id)).resolves.toMatchObject({ status: 'queued' });

    await api.post(`/v1/replays/${id}/cancel`);
    expect(await ended(id)).toMatchObject({ status: 'cancelled', processed: 16 * 500 });
    await expect(api.post(`/v1/replays/${id}/cancel`)).resolves.toMatchObject({ status: 'cancelled' });
    await stack.start('campaigns');
  }, 240_000);

  it('is for administrators, refuses invalid requests, and is recorded in the audit log', async () => {
    const status = async (body: object, key = tenant.keys.admin) => {
      const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      return (await new ApiClient(stack.url, key).request('/v1/replays', init)).status;
    };
    expect(await status({ accountId, to: 'campaigns' }, tenant.keys.editor)).toBe(403);
    expect(await status({ accountId, to: 'gateway' })).toBe(400);
    expect(await status({ accountId })).toBe(400);
    const { id } = await order();
    expect(await ended(id)).toMatchObject({ status: 'completed', processed: 0, expected: 0 });
    const { items } = await api.get<Page<Replay>>(`/v1/replays?accountId=${accountId}`);
    expect(items.map((item) => item.id)).toEqual([id]);
    const audit = await api.get<Page<AuditEntry>>('/v1/audit?action=replay.ordered');
    expect(audit.items.map(({ targets }) => targets)).toEqual([[id]]);
  });

  it('can be ordered from the command line', async () => {
    await api.importFile(accountId, peopleCsv(SOME));
    await viewIsWhole();
    await loseView();
    expect(await contacts('replay', '--account', accountId, '--to', 'campaigns')).toEqual({
      status: 0,
      output: expect.stringContaining(`completed: campaigns was told of ${SOME} contacts`),
    });
    await viewIsWhole();
    expect(await contacts('replay', '--account', accountId, '--to', 'nobody')).toMatchObject({ status: 1 });
  }, 60_000);

  const contacts = (...args: string[]) =>
    runCli(args, { CONTACTS_URL: stack.url, CONTACTS_API_KEY: tenant.keys.admin });
});
