import { beforeAll, describe, expect, it } from 'vitest';
import type { CatalogueEntry, Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const MANY = 3_000;

describe('GET /v1/tags', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.viewer);
    accountId = tenant.accounts[0]!.id;
    await new ApiClient(stack.url, tenant.keys.editor).importFile(accountId, file());
  }, 120_000);

  const list = (query: Record<string, string>) =>
    api.get<Page<CatalogueEntry>>(`/v1/tags?${new URLSearchParams({ accountId, ...query }).toString()}`);
  const shown = async (query: Record<string, string>) =>
    (await list(query)).items.map(({ kind, name, value, contacts }) =>
      value === undefined ? `${kind} ${name} ${contacts}` : `${name}=${value} ${contacts}`,
    );

  it("lists tags and value names in the account's spelling, with the number of contacts", async () => {
    expect(await shown({})).toEqual(
      [
        'tag 😀 1',
        'tag Café Dog 1500',
        'tag dog 3000',
        'tag Dogma 1500',
        'value City 3000',
        'value code 3000',
        'value rare: one 1',
      ].sort(byKey),
    );
    expect(await shown({ kind: 'value', search: 'c' })).toEqual(['value City 3000', 'value code 3000']);
  });

  it.each([
    ['dog', ['tag Café Dog 1500', 'tag dog 3000', 'tag Dogma 1500']],
    ['CAFE d', ['tag Café Dog 1500']],
    ['😀', ['tag 😀 1']],
    ['zzz', []],
  ])('finds %s at the start of any word', async (search, expected) => {
    expect(await shown({ search, kind: 'tag' })).toEqual(expected);
  });

  it('continues after the last entry of either kind', async () => {
    const names: string[] = [];
    let after: Record<string, string> = {};
    for (;;) {
      const { items, next } = await list({ limit: '2', ...after });
      names.push(...items.map(({ kind, name }) => `${kind} ${name}`));
      if (next === null) break;
      after = { after: next };
    }
    expect(names).toHaveLength(7);
    expect(new Set(names).size).toBe(7);
    expect((await api.request(`/v1/tags?accountId=${accountId}&after=nonsense`)).status).toBe(400);
  });

  it('lists the values of a name, most frequent first', async () => {
    expect(await shown({ name: 'CITY' })).toEqual(['CITY=London 2000', 'CITY=Lyon 999', 'CITY=Łódź 1']);
    expect(await shown({ name: 'rare: one' })).toEqual(['rare: one=x=y 1']);
    expect(await shown({ name: 'unknown' })).toEqual([]);
  });

  it('finds values among thousands by their beginning, also after a very frequent one', async () => {
    expect(await shown({ name: 'code', search: 'K-29', limit: '3' })).toEqual([
      'code=k-29 1',
      'code=k-290 1',
      'code=k-2900 1',
    ]);
    expect(await shown({ name: 'code', search: 'k-2999' })).toEqual(['code=k-2999 1']);
    expect(await shown({ name: 'city', search: 'l' })).toEqual(['city=London 2000', 'city=Lyon 999']);
    expect((await list({ name: 'code', limit: '200' })).items).toHaveLength(200);
  });

  it('leaves out what no contact has any more, and shows only the own organisation', async () => {
    const editor = new ApiClient(stack.url, tenant.keys.editor);
    await editor.request(`/v1/accounts/${accountId}/contacts/34600000000`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags: { remove: ['😀'] } }),
    });
    expect(await shown({ search: '😀' })).toEqual([]);
    const stranger = new ApiClient(stack.url, (await stack.seed()).keys.admin);
    expect((await stranger.request(`/v1/tags?accountId=${accountId}`)).status).toBe(404);
  });
});

/** The order of the list: tags, then value names, each by folded name. */
function byKey(a: string, b: string): number {
  const key = (line: string) => Buffer.from(line.toLowerCase());
  return Buffer.compare(key(a), key(b));
}

function file(): string {
  const lines = ['id,name,tags,City,code,rare: one'];
  for (let index = 0; index < MANY; index++) {
    const tags = index === 0 ? '"dog, Café Dog, 😀"' : index % 2 === 0 ? '"Dog, CAFÉ dog"' : '"Dogma, dog"';
    const city = index === 1 ? 'Łódź' : index % 3 === 1 ? 'Lyon' : 'London';
    lines.push(`${34600000000 + index},Person,${tags},${city},k-${index},${index === 5 ? 'x=y' : ''}`);
  }
  return lines.join('\n');
}
