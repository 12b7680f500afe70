import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { isDeepStrictEqual } from 'node:util';
import type { Audience, Campaign, CampaignMember, Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv, tagCounts } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

/** Their frozen audience has two pieces, of 5,000 phones at most, and one that says that it is whole. */
const COUNT = 5_400;
const CHANGED = 1_000;
const LONG_MS = 180_000;
/** The fields that the view and the contacts share. */
const SHARED = { rev: 1, tags: 1, facets: 1, terms: 1, reversedPhone: 1 };

/** Real processes are killed by SIGKILL while they work. */
describe('the campaigns service is down during a large import, and killed while it catches up', () => {
  let stack: Stack;
  let api: ApiClient;
  let accountId: string;
  let mongo: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts'],
      services: ['campaigns'],
      env: { JOB_LOCK_SECONDS: '3' },
    });
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(async () => {
    await mongo?.close();
    await stack?.stop();
  });

  const readAudience = () => api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
  const collection = (name: string) => mongo.db().collection<{ _id: string; accountId: string }>(name);
  const counted = (name: string, atLeast: number) =>
    eventually(
      `${name} has ${atLeast}`,
      async () => expect(await collection(name).countDocuments()).toBeGreaterThanOrEqual(atLeast),
      LONG_MS,
    );
  /** Kills the service when the collection has this many documents, and starts it again; for each threshold. */
  async function killedAt(name: string, thresholds: number[]): Promise<void> {
    for (const atLeast of thresholds) {
      await counted(name, atLeast);
      await stack.kill('campaigns');
      await stack.start('campaigns');
    }
  }
  /** Without the facets of imports, which segments do not use. */
  async function allOf(name: string) {
    const records = await collection(name).find({ accountId }).project(SHARED).sort({ _id: 1 }).toArray();
    return records.map(({ facets, ...rest }) => ({
      ...rest,
      facets: (facets as string[]).filter((facet) => !facet.startsWith('i:')),
    }));
  }

  it('ends with the same contacts in its view', async () => {
    await stack.kill('campaigns', 'SIGTERM');
    await api.finished((await api.upload(accountId, peopleCsv(COUNT))).id, LONG_MS);
    const changed = peopleCsv(CHANGED, { city: () => 'Lisbon' });
    expect((await api.importFile(accountId, changed)).counts).toMatchObject({ updated: CHANGED });
    const before = await readAudience();
    expect(before).toMatchObject({ contacts: 0, reachable: 0 });
    expect(before.behind.eventsWaiting).toBeGreaterThan(0);
    expect(before.behind.oldestSeconds).toBeGreaterThanOrEqual(0);

    await stack.start('campaigns');
    await killedAt('audience', [1, COUNT / 4, COUNT / 2]);
    const after = await eventually(
      'the audience has caught up',
      async () => {
        const audience = await readAudience();
        expect(audience.behind.eventsWaiting).toBe(0);
        return audience;
      },
      LONG_MS,
    );
    expect(after).toMatchObject({ contacts: COUNT, reachable: COUNT, tags: tagCounts(COUNT) });
    const [view, contacts] = [await allOf('audience'), await allOf('contacts')];
    expect(view.length).toBe(COUNT);
    // Finds the first difference. A diff of so many documents would be unreadable, and an `expect` for each takes
    // seconds.
    const different = view.findIndex((member, index) => !isDeepStrictEqual(member, contacts[index]));
    expect(view[different]).toEqual(contacts[different]);
  }, 600_000);

  it('freezes a large audience although it is killed meanwhile, and never shows an incomplete one', async () => {
    const segment = { hasValue: ['city'] };
    const { id } = await api.post<Campaign>('/v1/campaigns', { name: 'Everybody', accountId, segment });
    await api.post(`/v1/campaigns/${id}/schedule`, {});
    for (const pieces of [1, 2]) {
      await counted('frozen_audiences', pieces);
      await stack.kill('campaigns');
      const { state } = await api.get<Campaign>(`/v1/campaigns/${id}`);
      const { status } = await api.request(`/v1/campaigns/${id}/members`);
      expect({ state, status }).toEqual(
        state === 'audience_frozen' ? { state, status: 200 } : { state: 'scheduled', status: 409 },
      );
      await stack.start('campaigns');
    }
    const frozen = await eventually(
      'the audience is frozen',
      async () => {
        const campaign = await api.get<Campaign>(`/v1/campaigns/${id}`);
        expect(campaign.state).toBe('audience_frozen');
        return campaign;
      },
      LONG_MS,
    );
    expect(frozen.reach).toMatchObject({ count: COUNT });
    const phones: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Page<CampaignMember> = await api.get(
        `/v1/campaigns/${id}/members?limit=5000${next && `&after=${next}`}`,
      );
      phones.push(...page.items.map(({ phone }) => phone));
      next = page.next;
    }
    const expected = Array.from({ length: COUNT }, (_, index) => String(34600000000 + index));
    expect(phones.join()).toBe(expected.join());
    const redirect = await api.request(`/v1/campaigns/${id}/download`);
    const file = await (await fetch(redirect.headers.get('location')!)).text();
    expect(file).toBe(['phone', ...expected, ''].join('\r\n'));
  }, 300_000);
});
