import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Contact, Import, ImportReading, Page, Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';
import { sheetXml, textRows, xlsxBytes } from '../support/xlsx-bytes.js';

const WORKSHEET = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';

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

  const csv = 'Customers 2026\n\nid|name|city\n34600111230|Łucja|Łódź\n';
  const windows1250 = Uint8Array.from(csv, (letter) => ({ Ł: 0xa3, ó: 0xf3, ź: 0x9f })[letter] ?? letter.charCodeAt(0));

  it('reads a text in the stated encoding, with the stated delimiter, from the stated header on', async () => {
    const said = { encoding: 'windows-1250', delimiter: 'pipe', headerRow: 3 } as const;
    const done = await api.importFile(accountId, windows1250, said);
    expect(done).toMatchObject({
      status: 'completed',
      options: said,
      dialect: { ...said, sheet: null, sheets: [] },
      rows: 1,
      warnings: [],
    });
    expect(await contact('34600111230')).toMatchObject({
      name: 'Łucja',
      values: { city: 'Łódź' },
      changedBy: { row: 4 },
    });
  });

  const workbook = xlsxBytes({
    rows: textRows([['Notes'], ['Nobody is called here']]),
    sheets: '<sheet name="Notes" sheetId="1" r:id="rId1"/><sheet name="Clients" sheetId="2" r:id="rId2"/>',
    relationships: `<Relationship Id="rId2" Type="${WORKSHEET}" Target="worksheets/sheet2.xml"/>`,
    more: [
      {
        name: 'xl/worksheets/sheet2.xml',
        content: sheetXml(
          textRows([
            ['id', 'name'],
            ['34600111231', 'Eva'],
          ]),
        ),
      },
    ],
  });

  it('reads the stated sheet', async () => {
    const done = await api.importFile(accountId, Uint8Array.from(workbook), {
      sheet: 'clients',
      fileName: 'people.xlsx',
    });
    expect(done).toMatchObject({
      status: 'completed',
      counts: { created: 1 },
      dialect: { encoding: null, delimiter: null, sheet: 'Clients', sheets: ['Notes', 'Clients'], headerRow: 1 },
      warnings: [],
    });
  });

  it.each<[string, string | Uint8Array, ImportReading, string, string]>([
    ['the sheets', workbook, { sheet: 'People' }, 'sheet_not_found', 'no sheet "People", but these: Notes, Clients;'],
    ['the sheet it read', workbook, {}, 'missing_id_column', 'sheet "Notes" names no column "id", but these: Notes;'],
    ['the first line', csv, {}, 'missing_id_column', 'one cell only, "Customers 2026",'],
    ['the columns', 'who,where\n', {}, 'missing_id_column', 'but these: who, where;'],
    ['the first row with text', csv, { headerRow: 2 }, 'header_row_missing', 'row 1: "Customers 2026".'],
    ['the text after a quote', 'id,name\n1,"Jane, Rome\n', {}, 'quote_not_closed', 'before "Jane, Rome" and never'],
    ['the beginning', '<html><body>', {}, 'unknown_format', 'begins with "<html><body>";'],
  ])('is told %s when the file is refused', async (_, content, said, code, message) => {
    const file = typeof content === 'string' ? content : Uint8Array.from(content);
    const { status, error, dialect } = await api.importFile(accountId, file, said);
    expect({ status, error }).toMatchObject({
      status: 'rejected',
      error: { code, message: expect.stringContaining(message) },
    });
    if (typeof content !== 'string') expect(dialect?.sheets).toEqual(['Notes', 'Clients']);
  });

  describe('while it waits', () => {
    const content = 'Customers 2026\nid;name;city\n600 111 240;Ann;Rome, Italy\n';
    const reading = (id: string, said: ImportReading) => api.put<Import>(`/v1/imports/${id}/reading`, said);
    const ready = (id: string) =>
      eventually('the file is checked', async () => {
        const current = await api.get<Import>(`/v1/imports/${id}`);
        expect(current.status).toBe('ready');
        return current;
      });

    it('shows the preview anew, and is applied as it was last read', async () => {
      const { id } = await api.upload(accountId, content, { headerRow: 2, start: 'confirm' });
      const first = await ready(id);
      expect(first).toMatchObject({ counts: { rejected: 1 }, dialect: { delimiter: 'semicolon', headerRow: 2 } });
      await expect(reading(id, { headerRow: 0 })).rejects.toThrow('invalid_request');

      const spanish = { headerRow: 2, defaultCountry: 'ES' };
      expect(await reading(id, spanish)).toMatchObject({ rows: null, preview: [], columns: [], dialect: null });
      const again = await ready(id);
      expect(again).toMatchObject({
        options: { ...first.options, ...spanish },
        counts: { rejected: 0 },
        preview: [['600 111 240', 'Ann', 'Rome, Italy']],
        warnings: [{ code: 'national_numbers' }],
      });

      await reading(id, { headerRow: 2 });
      const { options, counts, preview, columns } = await ready(id);
      expect({ options, counts, preview, columns }).toEqual({
        options: first.options,
        counts: first.counts,
        preview: first.preview,
        columns: first.columns,
      });

      await reading(id, spanish);
      await ready(id);
      expect(await reading(id, spanish)).toMatchObject({ status: 'ready' });
      await api.post(`/v1/imports/${id}/start`);
      expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { created: 1 } });
      expect(await contact('34600111240')).toMatchObject({ values: { city: 'Rome, Italy' } });
      await expect(reading(id, {})).rejects.toThrow('wrong_state');
    });

    it('is refused when it is not what was said, and read otherwise after that', async () => {
      const { id } = await api.upload(accountId, content, { headerRow: 2, start: 'confirm' });
      await ready(id);
      await reading(id, {});
      const refused = await api.finished(id);
      expect(refused).toMatchObject({ status: 'rejected', error: { code: 'missing_id_column' } });
      expect(await reading(id, {})).toEqual(refused);
      await expect(reading(id, { sheet: ' ' })).rejects.toThrow('invalid_request');
      expect(await reading(id, { headerRow: 2 })).toMatchObject({ status: 'checking', error: null, finishedAt: null });
      expect(await ready(id)).toMatchObject({ counts: { rejected: 1 }, dialect: { headerRow: 2 } });
      await api.post(`/v1/imports/${id}/cancel`);
    });

    it('says what its columns become after it was refused because of them, and waits for a yes', async () => {
      const { id } = await api.upload(accountId, 'Who,Where,Number\nAnn,Rome,x\n', { start: 'auto' });
      expect(await api.finished(id)).toMatchObject({
        status: 'rejected',
        columns: [{ header: 'Who', kind: 'value' }, { header: 'Where' }, { header: 'Number' }],
      });
      const map = (last: string) =>
        api.put<Import>(`/v1/imports/${id}/mapping`, {
          mapping: [
            { column: 'Who', kind: 'name' },
            { column: last, kind: 'id' },
          ],
        });
      await expect(map('Phone')).rejects.toThrow('invalid_request');
      expect(await map('Number')).toMatchObject({ status: 'checking', options: { start: 'confirm' } });
      expect(await ready(id)).toMatchObject({ rows: 1, counts: { rejected: 1 }, columns: [{ kind: 'name' }, {}, {}] });
      await api.post(`/v1/imports/${id}/cancel`);
    });
  });

  it.each([
    [{ encoding: 'ebcdic' }, 'encoding'],
    [{ delimiter: ';' }, 'delimiter'],
    [{ headerRow: '0' }, 'headerRow'],
    [{ headerRow: 'first' }, 'headerRow'],
    [{ sheet: ' ' }, 'sheet'],
  ])('is refused with %j', async (options, field) => {
    expect(await refusal(options)).toMatchObject({ code: 'invalid_request', errors: [{ field }] });
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
