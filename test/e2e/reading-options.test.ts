import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, Contact, Import, Page, Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** What an upload says about how its file is to be read. */
describe('an upload that says how its file is read', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  }, 60_000);

  const contact = (phone: string) => api.get<Contact>(`/v1/accounts/${accountId}/contacts/${phone}`);

  it('makes national numbers international by a country, and says which', async () => {
    const content = 'id,name\n600 111 222,Ann\n+44 687985632,Jane\n34600111223,Bob\n600111222,Anna\n12,Nobody\n';
    const done = await api.importFile(accountId, content, { defaultCountry: 'es' });
    expect(done).toMatchObject({
      status: 'completed_with_errors',
      options: { defaultCountry: 'ES' },
      counts: { created: 3, duplicate: 1, rejected: 1 },
      warnings: [{ code: 'national_numbers', with: { count: 2, country: 'ES' } }],
    });
    const numbers = '600111222 → 34600111222, 600111222 → 34600111222';
    expect(done.warnings[0]!.message).toBe(
      `2 numbers without a country code are read as numbers of Spain, such as ${numbers}.`,
    );
    expect(await contact('34600111222')).toMatchObject({ name: 'Anna' });
    expect(await contact('44687985632')).toMatchObject({ name: 'Jane' });
    expect(await contact('34600111223')).toMatchObject({ name: 'Bob' });
    const answer = await api.request(`/v1/imports/${done.id}`, { headers: { 'accept-language': 'es' } });
    expect(((await answer.json()) as Import).warnings[0]!.message).toContain('se leen como números de España');
  });

  it('suggests the country of the account, and refuses what is none', async () => {
    const { items } = await api.get<Page<Account>>('/v1/accounts');
    expect(items.map(({ country }) => country)).toEqual(items.map(() => 'GB'));
    expect(await refusal({ defaultCountry: 'Spain' })).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'defaultCountry', message: expect.stringContaining('ISO 3166') }],
    });
  });

  async function refusal(options: Record<string, string>): Promise<Problem> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ accountId, ...options })) form.set(name, value);
    form.set('file', new Blob(['id,name\n']), 'contacts.csv');
    const answer = await api.request('/v1/imports', { method: 'POST', body: form });
    return (await answer.json()) as Problem;
  }
});
