import { beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { ApiClient } from '../support/api.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

/** Several Janes, of which a filter must find the right one: one male, one without a gender, one with another tag. */
const FILE = `id,name,tags,gender,city
44687985632,Jane Smith,"cat, dog",female,london
44986523145,Jane Thomas,dog,female,manchester
+44 7700 900103,Jane Male,dog,male,leeds
0044-7700-900104,Jane Nobody,Dog,,york
447700900105,Jane Cat,cat,female,bath
447700900106,John Dog,dog,female,
`;

const SEED_FILTER = { search: 'Jane', tag: ['dog'], notValue: ['gender:male'] };

describe('importing a file, storing contacts, downloading them', () => {
  let stack: RunningProduct;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  }, 60_000);

  it('imports the file and reports the outcome of every row', async () => {
    const done = await api.importFile(accountId, FILE);
    expect(done).toMatchObject({
      status: 'completed',
      format: 'csv',
      rows: 6,
      processed: 6,
      counts: { created: 6, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unprocessed: 0 },
      error: null,
      columns: [
        { name: 'id', kind: 'id' },
        { name: 'name', kind: 'name' },
        { name: 'tags', kind: 'tags' },
        { name: 'gender', kind: 'value', blank: false },
        { name: 'city', kind: 'value', blank: false },
      ],
    });
    expect(done.preview[0]).toEqual(['44687985632', 'Jane Smith', 'cat, dog', 'female', 'london']);
  });

  it('stores each contact as its row states', async () => {
    expect(await api.get(`/v1/accounts/${accountId}/contacts/447700900104`)).toMatchObject({
      accountId,
      phone: '447700900104',
      name: 'Jane Nobody',
      tags: ['dog'],
      values: { city: 'york' },
      revision: 1,
      changedBy: { kind: 'import', row: 5 },
    });
  });

  it('finds Jane with tag dog and gender not male', async () => {
    const found = await api.contacts(`accountId=${accountId}&search=Jane&tag=dog&notValue=gender:male&sort=name`);
    expect(found.items.map(({ name }) => name)).toEqual(['Jane Nobody', 'Jane Smith', 'Jane Thomas']);
    expect(found).toMatchObject({ count: { value: 3, exact: true }, next: null });
  });

  it('downloads what the filter finds, byte for byte as documented', async () => {
    const { bytes, record, disposition } = await api.download(accountId, SEED_FILTER);
    expect(bytes.toString('utf8')).toBe(
      '\uFEFFid,name,tags,city,gender\r\n' +
        '44687985632,Jane Smith,"cat, dog",london,female\r\n' +
        '447700900104,Jane Nobody,dog,york,\r\n' +
        '44986523145,Jane Thomas,dog,manchester,female\r\n',
    );
    expect(record).toMatchObject({
      rows: 3,
      fileSize: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(disposition).toMatch(/^attachment; filename="contacts-[a-z0-9-]+-\d{4}-\d\d-\d\d\.csv"/);
  });

  it.each([
    ['the filtered download', SEED_FILTER, 3],
    ['the download of everything', {}, 6],
  ])('finds %s unchanged when it is imported again', async (_, filter, rows) => {
    const { bytes } = await api.download(accountId, filter);
    const again = await api.importFile(accountId, bytes);
    expect(again).toMatchObject({ status: 'completed', rows, counts: { created: 0, updated: 0, unchanged: rows } });
    expect(await api.get(`/v1/accounts/${accountId}/contacts/44687985632`)).toMatchObject({ revision: 1 });
  });

  it('removes a value whose column is blank throughout from all contacts of the account, in the file or not', async () => {
    const file = 'id,name,city\n44687985632,Jane Smith,\n';
    const done = await api.importFile(accountId, file, { blankColumns: 'clear' });
    expect(done).toMatchObject({ status: 'completed', counts: { unchanged: 1 } });
    expect(done.columns[2]).toMatchObject({ name: 'city', blank: true, contactsAffected: 5 });
    expect((await api.contacts(`accountId=${accountId}&hasValue=city`)).count).toEqual({ value: 0, exact: true });
    expect((await api.contacts(`accountId=${accountId}&hasValue=gender`)).count).toEqual({ value: 5, exact: true });
  });

  it('reports wrong and duplicate rows, and offers them as a file to correct', async () => {
    const file = 'id,name,tags\n447700900201,Twice,a\nnot a phone,Wrong,b\n447700900201,Twice again,c\n';
    const done = await api.importFile(accountId, file);
    expect(done).toMatchObject({
      status: 'completed_with_errors',
      rows: 3,
      counts: { created: 1, duplicate: 1, rejected: 1, unprocessed: 0 },
    });
    const redirect = await api.request(`/v1/imports/${done.id}/errors`);
    expect(redirect.status).toBe(302);
    const errors = await (await fetch(redirect.headers.get('location')!)).text();
    const [header, ...rows] = errors.trim().split('\r\n');
    expect(header).toBe('id,name,tags,import_row,import_error');
    expect(rows[0]).toMatch(/^447700900201,Twice,a,2,/);
    expect(rows[1]).toMatch(/^not a phone,Wrong,b,3,/);
    expect(rows).toHaveLength(2);
  });
});
