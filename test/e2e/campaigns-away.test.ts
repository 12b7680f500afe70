import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Audience } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv, tagCounts } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const COUNT = 3000;

describe('the campaigns service is stopped during an import and started afterwards', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack();
  }, 60_000);
  afterAll(() => stack?.stop());

  it('ends with the same view as when it was up all along', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const [up, away] = tenant.accounts.map(({ id }) => ({ id })) as [{ id: string }, { id: string }];
    const audienceOf = (accountId: string) => api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
    const caughtUp = (accountId: string) =>
      eventually('the audience has caught up', async () => {
        const audience = await audienceOf(accountId);
        expect(audience.behind.eventsWaiting).toBe(0);
        return audience;
      });

    await importTwice(api, up.id);
    const expected = await caughtUp(up.id);

    await stack.kill('campaigns', 'SIGTERM');
    await importTwice(api, away.id);
    const before = await audienceOf(away.id);
    expect(before).toMatchObject({ contacts: 0 });
    expect(before.behind.eventsWaiting).toBeGreaterThan(0);
    expect(before.behind.oldestSeconds).toBeGreaterThanOrEqual(0);

    await stack.start('campaigns');
    const after = await caughtUp(away.id);
    const { contacts, reachable, tags } = expected;
    expect(after).toMatchObject({ contacts, reachable, tags });
    expect(after).toMatchObject({ contacts: COUNT, reachable: COUNT, tags: tagCounts(COUNT) });
  }, 120_000);
});

/** The second file changes some contacts, so that revisions have to be told apart. */
async function importTwice(api: ApiClient, accountId: string): Promise<void> {
  expect(await api.importFile(accountId, peopleCsv(COUNT))).toMatchObject({
    status: 'completed',
    counts: { created: COUNT },
  });
  const changed = peopleCsv(COUNT, { city: () => 'Lisbon' });
  expect(await api.importFile(accountId, changed)).toMatchObject({ status: 'completed', counts: { updated: COUNT } });
}
