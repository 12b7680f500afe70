import { beforeAll, describe, expect, it } from 'vitest';
import type { Import } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { CITIES, peopleCsv } from '../support/people.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

describe('the forecast of an import that waits for confirmation', () => {
  let stack: RunningProduct;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
    accountId = tenant.accounts[0]!.id;
  }, 60_000);

  it('matches exactly what the import then does', async () => {
    await api.importFile(accountId, peopleCsv(300));
    // Of 320 rows, 20 are new, and every tenth of the others has a new city. One row is a duplicate, and one is
    // invalid.
    const moved = peopleCsv(320, { city: (index) => (index % 10 === 0 ? 'Lisbon' : CITIES[index % CITIES.length]!) });
    const file = `${moved}\n${moved.split('\n').at(-1)}\nnobody,Nobody,,,`;
    const ready = await checked(file);
    expect(ready).toMatchObject({
      rows: 322,
      counts: { duplicate: 1, rejected: 1 },
      forecast: { created: 20, updated: 30, unchanged: 270, exact: true },
    });
    await api.post(`/v1/imports/${ready.id}/start`);
    const done = await api.finished(ready.id);
    expect(done.counts).toEqual({
      created: 20,
      updated: 30,
      unchanged: 270,
      duplicate: 1,
      rejected: 1,
      unprocessed: 0,
    });
  }, 60_000);

  it('is an estimate, and says so, above 50,000 rows', async () => {
    const ready = await checked(peopleCsv(51_000));
    expect(ready.forecast).toMatchObject({ exact: false });
    const { created, updated, unchanged } = ready.forecast!;
    expect(created + updated + unchanged).toBe(51_000);
    expect(created).toBeGreaterThan(49_000);
    await api.post(`/v1/imports/${ready.id}/cancel`);
  }, 60_000);

  async function checked(file: string): Promise<Import> {
    const { id } = await api.upload(accountId, file, { start: 'confirm' });
    return eventually('the file is checked', async () => {
      const current = await api.get<Import>(`/v1/imports/${id}`);
      expect(current.status).toBe('ready');
      return current;
    });
  }
});
