import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Import, ServiceName } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const COUNT = 20_000;

/** Real processes are ended by SIGKILL while they work. */
describe('a service is killed in the middle of an import and started again', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({
      env: { IMPORT_BATCH_ROWS: '100', IMPORT_BATCHES_IN_FLIGHT: '8', JOB_LOCK_SECONDS: '3' },
    });
  }, 60_000);
  afterAll(() => stack?.stop());

  it.each<[string, ServiceName[]]>([
    ['contacts', ['contacts', 'contacts']],
    ['importer', ['importer', 'importer']],
    ['contacts and importer', ['contacts', 'importer']],
  ])(
    '%s: the counts add up, no contact is lost or doubled',
    async (_, victims) => {
      const tenant = await stack.seed();
      const api = new ApiClient(stack.url, tenant.keys.admin);
      const accountId = tenant.accounts[0]!.id;
      const { id } = await api.upload(accountId, peopleCsv(COUNT));

      for (const [index, victim] of victims.entries()) {
        await processed(api, id, COUNT * (0.1 + index * 0.25));
        await stack.kill(victim, 'SIGKILL');
        await stack.start(victim);
      }

      const done = await api.finished(id, 120_000);
      expect(done).toMatchObject({
        status: 'completed',
        rows: COUNT,
        processed: COUNT,
        counts: { created: COUNT, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unprocessed: 0 },
      });
      const { count } = await api.contacts(`accountId=${accountId}&count=exact&limit=1`);
      expect(count).toEqual({ value: COUNT, exact: true });
      const again = await api.importFile(accountId, peopleCsv(COUNT));
      expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: COUNT });
    },
    240_000,
  );
});

function processed(api: ApiClient, importId: string, rows: number): Promise<Import> {
  return eventually(`${rows} rows are processed`, async () => {
    const current = await api.get<Import>(`/v1/imports/${importId}`);
    expect(['importing', 'completed']).toContain(current.status);
    expect(current.processed).toBeGreaterThanOrEqual(rows);
    return current;
  });
}
