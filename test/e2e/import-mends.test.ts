import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, Contact, Import, ImportRowPage, ImportStatus, Page, Problem } from '#contracts';
import { loadConfig } from '#platform';
import { openStore, type ObjectStore } from '#storage';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const [ANA, EVA, LEO, PIA] = ['34600000001', '34600000002', '34600000003', '34600000004'];
const FILE = [
  'id,name,tags,city',
  `${ANA},Ana,vip,Barclona`,
  '12,Bob,,Lugo',
  `${EVA},Pardo, Eva,dog,`,
  `${LEO},,,Barclona`,
  `${LEO},  ,,Vigo`,
  `${PIA},,,x`,
  `${ANA},Anna,,`,
].join('\n');

describe('the rows of an import that waits', () => {
  let stack: RunningProduct;
  let store: ObjectStore;
  let api: ApiClient;
  let accountId: string;
  let id: string;

  beforeAll(async () => {
    stack = await sharedStack();
    store = openStore(loadConfig({ ...stack.env }));
  }, 60_000);
  afterAll(() => store?.close());
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    ({ id } = await api.upload(accountId, FILE, { start: 'confirm' }));
    await reaches('ready');
  });

  const reaches = (status: ImportStatus) =>
    eventually(`the import is ${status}`, async () => {
      const current = await api.get<Import>(`/v1/imports/${id}`);
      expect(current.status).toBe(status);
      return current;
    });
  const rows = (query = '') => api.get<ImportRowPage>(`/v1/imports/${id}/rows?${query}`);
  const patch = async (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await api.request(`/v1/imports/${id}/mends`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Import & Problem };
  };
  const mend = async (body: unknown) => {
    expect(await patch(body)).toMatchObject({ status: 200, body: { status: 'checking', columns: [] } });
    return reaches('ready');
  };
  const contact = (phone: string) => api.get<Contact>(`/v1/accounts/${accountId}/contacts/${phone}`);
  const source = async () => {
    const hash = createHash('sha256');
    for await (const chunk of (await store.get(`imports/${id}/source`)) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest('hex');
  };

  it('are listed with the reason at the cell, and how many have the same', async () => {
    const all = await rows();
    expect(all).toMatchObject({ next: null, count: { value: 6, exact: true }, check: 0, same: [], leftOut: [] });
    expect(all.items.map(({ row, kind, error, column, same }) => [row, kind, error.code, column, same])).toEqual([
      [2, 'doubtful', 'duplicate', 'id', 1],
      [3, 'rejected', 'phone_not_possible', 'id', 1],
      [4, 'rejected', 'too_many_cells', null, 1],
      [5, 'rejected', 'name_missing', 'name', 3],
      [6, 'rejected', 'name_missing', 'name', 3],
      [7, 'rejected', 'name_missing', 'name', 3],
    ]);
    expect(all.items[2]).toMatchObject({ cells: [EVA, 'Pardo', ' Eva', 'dog'], surplus: [''], mended: null });
    const first = await rows('kind=rejected&limit=2');
    expect([first.items.length, first.count.value]).toEqual([2, 5]);
    const rest = await rows(`kind=rejected&after=${first.next}`);
    expect([rest.items.map(({ row }) => row), rest.next]).toEqual([[5, 6, 7], null]);
    expect((await rows('code=duplicate')).items).toHaveLength(1);
  });

  it('go in as they were mended, say so, and leave the file as it was', async () => {
    const ready = await mend({
      check: 0,
      rows: [
        { row: 3, cells: { ID: '12' } },
        { row: 4, cells: { name: 'Pardo, Eva', tags: 'dog', city: '' }, dropSurplus: true },
        { row: 5, cells: { name: 'Leo' } },
        { row: 6, cells: { id: PIA, name: 'Pia' } },
        { row: 7, leaveOut: true },
      ],
      same: [{ column: 'City', from: 'Barclona', to: 'Barcelona' }],
    });
    expect(await source()).toBe(createHash('sha256').update(FILE).digest('hex'));
    expect(ready).toMatchObject({ rows: 6, counts: { rejected: 1, duplicate: 1 } });
    expect(ready.warnings.map(({ code, with: parameters }) => [code, parameters])).toEqual([
      ['rows_mended', { count: 4 }],
      ['rows_left_out', { count: 1 }],
    ]);
    expect(ready.preview[0]).toEqual([ANA, 'Ana', 'vip', 'Barcelona']);
    const mended = await rows('kind=mended');
    expect(mended).toMatchObject({ check: 1, same: [{ column: 'city', to: 'Barcelona', by: { kind: 'key' } }] });
    expect(mended.items.map(({ row, error }) => [row, error.code])).toEqual([
      [2, 'row_mended'],
      [3, 'phone_not_possible'],
      [4, 'row_mended'],
      [5, 'row_mended'],
      [6, 'row_mended'],
      [7, 'row_left_out'],
    ]);
    expect(mended.items[2]).toMatchObject({
      cells: [EVA, 'Pardo, Eva', 'dog', ''],
      surplus: [],
      mended: { by: { kind: 'key' }, before: [EVA, 'Pardo', ' Eva', 'dog'] },
    });
    const { headers } = await api.request(`/v1/imports/${id}/errors`);
    const errors = await (await fetch(headers.get('location')!)).text();
    expect(errors).toMatch(/^12,Bob,,Lugo,3,".* as it was mended in Contacts, and not as it was uploaded\."/m);

    await api.post(`/v1/imports/${id}/start`);
    expect(await api.finished(id)).toMatchObject({ status: 'completed_with_errors', counts: { created: 4 } });
    expect(await contact(EVA)).toMatchObject({ name: 'Pardo, Eva', tags: ['dog'], values: {} });
    expect(await contact(LEO)).toMatchObject({ name: 'Leo', values: { city: 'Barcelona' } });
    expect(await contact(PIA)).toMatchObject({ name: 'Pia', values: { city: 'Vigo' }, changedBy: { row: 6 } });
    expect((await rows('kind=mended')).items).toHaveLength(6);
    const { items } = await api.get<Page<AuditEntry>>('/v1/audit?action=import.mended');
    expect(items.map(({ targets }) => targets)).toEqual([[id]]);
  }, 30_000);

  it('are mended from two tabs: what was seen before another check is refused, the same again changes nothing', async () => {
    const before = await source();
    const first = { check: 0, rows: [{ row: 5, cells: { name: 'Leo' } }] };
    await mend(first);
    expect(await patch(first)).toMatchObject({ status: 200, body: { status: 'ready' } });
    const stale = await patch({ check: 0, rows: [{ row: 6, cells: { name: 'Pia' } }] });
    expect(stale).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', detail: expect.stringMatching(/checked again since/) },
    });
    // Other mends stay, also when the columns become something else; null takes them back.
    await mend({
      check: 1,
      rows: [{ row: 6, cells: { id: PIA } }],
      kinds: [{ code: 'too_many_cells', leaveOut: true }],
    });
    await api.put(`/v1/imports/${id}/mapping`, {
      mapping: [
        { column: 'id', kind: 'id' },
        { column: 'name', kind: 'name' },
        { column: 'city', kind: 'ignored' },
      ],
    });
    await reaches('ready');
    const both = await rows('kind=mended');
    expect(both.items.map(({ row }) => row)).toEqual([4, 5, 6]);
    expect(both.leftOut).toMatchObject([{ code: 'too_many_cells' }]);
    await mend({
      rows: [
        { row: 5, cells: { name: null } },
        { row: 6, cells: { id: null } },
      ],
      kinds: [{ code: 'too_many_cells', leaveOut: false }],
    });
    expect(await rows('kind=mended')).toMatchObject({ items: [], leftOut: [] });
    expect(await reaches('ready')).toMatchObject({ rows: 7, counts: { rejected: 5 }, warnings: [] });
    expect(await source()).toBe(before);
    // With another header, the rows may be others.
    await mend({ rows: [{ row: 5, cells: { name: 'Leo' } }] });
    await api.put(`/v1/imports/${id}/reading`, { delimiter: 'comma' });
    await reaches('ready');
    expect(await rows('kind=mended')).toMatchObject({ items: [] });
    await api.post(`/v1/imports/${id}/cancel`);
    expect((await patch(first)).body).toMatchObject({ status: 409, code: 'wrong_state' });
    await expect(rows()).rejects.toThrow('not_found');
  }, 60_000);

  it('are not mended where they do not fit the file', async () => {
    const faults: [what: string, body: unknown, field: string, message: RegExp][] = [
      ['a row that is not there', { rows: [{ row: 99, cells: { name: 'x' } }] }, 'rows.0.row', /not among/],
      ['a good row', { rows: [{ row: 8, leaveOut: true }] }, 'rows.0.row', /not among/],
      [
        'a column that is not there',
        { rows: [{ row: 3, cells: { phone: '1' } }] },
        'rows.0.cells.phone',
        /not the header/,
      ],
      [
        'a column of a rule that is not there',
        { same: [{ column: 'x', from: '', to: '' }] },
        'same.0.column',
        /not the/,
      ],
      ['a code that no row has', { kinds: [{ code: 'tag_comma', leaveOut: true }] }, 'kinds.0.code', /not the code/],
      [
        'a row twice',
        {
          rows: [
            { row: 3, leaveOut: true },
            { row: 3, leaveOut: false },
          ],
        },
        'rows.1.row',
        /twice/,
      ],
      ['nothing', {}, '', /says nothing/],
      ['too many rows at once', { rows: Array(1001).fill({ row: 3, leaveOut: true }) }, 'rows', /1000/],
    ];
    for (const [what, body, field, message] of faults) {
      const { status, body: problem } = await patch(body);
      const errors = [{ field, message: expect.stringMatching(message) }];
      expect({ what, status, problem }).toMatchObject({
        what,
        status: 400,
        problem: { code: 'invalid_request', errors },
      });
    }
    expect(await rows('kind=mended')).toMatchObject({ items: [], check: 0 });
  });
});
