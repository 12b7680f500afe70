import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STANDINGS } from '#contact-rules';
import type { Audience, Campaign, Contact, Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { MongoRelay } from '../support/mongo-relay.js';
import { startStack, type Stack } from '../support/stack.js';

/** Longer than a list waits for counts. */
const SLOW_MS = 3_500;
/** Enough for answers that need no slow count. */
const QUICK_MS = 2_000;

/** MongoDB needs as long for a count as for an account of millions. */
describe('counts that take long', () => {
  let relay: MongoRelay;
  let stack: Stack;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    relay = await MongoRelay.before(process.env.MONGODB_URI!);
    stack = await startStack({ services: ['gateway'], mongodb: (_service, direct) => relay.through(direct) });
  }, 60_000);
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  });
  afterEach(() => relay.disarm());
  afterAll(async () => {
    await stack?.stop();
    relay?.close();
  });

  const delayCountsOf = (collection: string) =>
    relay.arm({ commands: ['aggregate'], collections: [collection], effect: { delayMs: SLOW_MS }, seconds: 60 });
  const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const began = Date.now();
    return [await work, Date.now() - began];
  };

  it('do not hold up a list of campaigns, which has them as soon as they are known', async () => {
    for (const tag of ['dog', 'cat', 'fox'])
      await api.post<Campaign>('/v1/campaigns', { name: tag, accountId, segment: { tag: [tag] } });
    const delayed = delayCountsOf('audience');
    const list = () => api.get<Page<Campaign>>('/v1/campaigns');
    const [{ items }, took] = await timed(list());
    expect(items.map(({ name, reach }) => [name, reach])).toEqual([
      ['fox', null],
      ['cat', null],
      ['dog', null],
    ]);
    expect(took).toBeLessThan(SLOW_MS + QUICK_MS);
    await eventually('the first is counted', async () => {
      const [first] = (await list()).items;
      expect(first).toMatchObject({ name: 'fox', reach: { count: 0 } });
    });
    expect(delayed.count).toBeGreaterThan(0);
  }, 60_000);

  it('are shared by those who ask meanwhile or soon after', async () => {
    const delayed = [delayCountsOf('audience'), delayCountsOf('contacts')];
    const audience = () => api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
    const contacts = () => api.get<Page<Contact>>(`/v1/contacts?accountId=${accountId}&count=exact`);
    const [first, second] = await Promise.all([audience(), audience()]);
    expect(second).toEqual(first);
    await Promise.all([contacts(), contacts()]);
    const before = delayed.map(({ count }) => count);
    // A summary of the audience counts each standing.
    expect(before).toEqual([STANDINGS.length, 1]);
    expect(await audience()).toEqual(first);
    const [{ count }, took] = await timed(contacts());
    expect(count).toEqual({ value: 0, exact: true });
    expect(took).toBeLessThan(QUICK_MS);
    expect(delayed.map((each) => each.count)).toEqual(before);
  }, 60_000);
});
