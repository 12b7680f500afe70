import * as sheetJs from '@e965/xlsx';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, ColumnMapping, Contact, Import, ImportStatus, Page, Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const ANA = '34600000001';
const EVA = '34600000002';
const CLIENTS = `Contacto,Quién,Sitio,Notas\n${ANA},Ana,Lugo,x\n${EVA},Eva,Vigo,\n`;
const CHOSEN: ColumnMapping[] = [
  { column: 'contacto', kind: 'id' },
  { column: 'Quién', kind: 'name' },
  { column: 'Sitio', kind: 'value', name: 'city' },
  { column: 'Notas', kind: 'ignored' },
];

describe('the columns of a file whose headers are its own', () => {
  let stack: RunningProduct;
  let api: ApiClient;
  let accountId: string;
  let otherAccountId: string;

  beforeAll(async () => {
    stack = await sharedStack();
  }, 60_000);
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    [accountId, otherAccountId] = tenant.accounts.map(({ id }) => id) as [string, string];
  });

  const contact = (phone: string) => api.get<Contact>(`/v1/accounts/${accountId}/contacts/${phone}`);
  const reaches = (id: string, status: ImportStatus) =>
    eventually(`the import is ${status}`, async () => {
      const current = await api.get<Import>(`/v1/imports/${id}`);
      expect(current.status).toBe(status);
      return current;
    });
  const put = async (id: string, mapping: unknown) => {
    const headers = { 'content-type': 'application/json', 'accept-language': 'es' };
    const answer = await api.request(`/v1/imports/${id}/mapping`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ mapping }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('are understood by synonyms without a question, and the name by its parts', async () => {
    const rows = `${ANA};Ana;García;"vip, new"\n${EVA};Eva;;\n12;Nobody;Else;\n`;
    const done = await api.importFile(accountId, `Móvil;Nombre;Apellidos;Etiquetas\n${rows}`);
    expect(done).toMatchObject({
      status: 'completed_with_errors',
      options: { start: 'auto' },
      counts: { created: 2, rejected: 1 },
      warnings: [],
      columns: [
        { header: 'Móvil', kind: 'id', understoodBy: 'synonym', samples: [ANA, EVA, '12'] },
        { header: 'Nombre', kind: 'givenName', understoodBy: 'synonym', samples: ['Ana', 'Eva', 'Nobody'] },
        { header: 'Apellidos', kind: 'familyName', understoodBy: 'synonym', samples: ['García', 'Else'] },
        { header: 'Etiquetas', kind: 'tags', understoodBy: 'synonym', samples: ['vip, new'] },
      ],
    });
    expect(await contact(ANA)).toMatchObject({ name: 'Ana García', tags: ['vip', 'new'], values: {} });
    expect((await contact(EVA)).name).toBe('Eva');

    // Its error file has the same headers, and is understood in the same way.
    const { headers } = await api.request(`/v1/imports/${done.id}/errors`);
    const mended = (await (await fetch(headers.get('location')!)).text()).replace('12,', '34600000003,');
    expect(mended).toMatch(/^Móvil,Nombre,Apellidos,Etiquetas,import_row,import_error\r\n/);
    expect(await api.importFile(accountId, mended)).toMatchObject({ status: 'completed', counts: { created: 1 } });
    expect((await contact('34600000003')).name).toBe('Nobody Else');
  });

  it('are not guessed: the import waits, is checked again as somebody says, and the next file is known', async () => {
    const { id } = await api.upload(accountId, CLIENTS);
    const ready = await reaches(id, 'ready');
    expect(ready).toMatchObject({
      options: { start: 'confirm' },
      forecast: { created: 2 },
      warnings: [{ code: 'confirm_mapping', with: { phone: 'Contacto', name: 'Quién' } }],
      columns: [
        { header: 'Contacto', kind: 'id', understoodBy: 'content' },
        { header: 'Quién', kind: 'name', understoodBy: 'content' },
        { header: 'Sitio', kind: 'value', name: 'Sitio', understoodBy: 'header' },
        { header: 'Notas', kind: 'value', understoodBy: 'header' },
      ],
    });
    expect((await api.contacts(`accountId=${accountId}`)).items).toEqual([]);

    const refused = async (mapping: ColumnMapping[], message: RegExp) => {
      const { status, body } = await put(id, mapping);
      expect(body.errors).toMatchObject([{ field: 'mapping', message: expect.stringMatching(message) }]);
      expect(status).toBe(400);
    };
    await refused([...CHOSEN.slice(0, 3), { column: 'Notas', kind: 'id' }], /varias columnas son el teléfono/);
    await refused(CHOSEN.slice(1), /ninguna columna es el teléfono/);
    await refused([...CHOSEN, { column: 'Ciudad', kind: 'value' }], /«Ciudad» que la primera fila no tiene/);
    await refused([...CHOSEN.slice(0, 3), { column: 'Notas', kind: 'value', name: 'City' }], /«Sitio» y «Notas»/);
    expect(await reaches(id, 'ready')).toEqual(ready);

    expect((await put(id, CHOSEN)).body).toMatchObject({
      status: 'checking',
      columns: [],
      options: { mapping: CHOSEN },
    });
    expect((await put(id, CHOSEN)).status).toBe(200);
    expect(await reaches(id, 'ready')).toMatchObject({
      warnings: [],
      columns: [
        { header: 'Contacto', kind: 'id', understoodBy: 'choice' },
        { header: 'Quién', kind: 'name' },
        { header: 'Sitio', kind: 'value', name: 'city' },
        { header: 'Notas', kind: 'ignored' },
      ],
    });
    await api.post(`/v1/imports/${id}/start`);
    expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { created: 2 } });
    expect(await contact(ANA)).toMatchObject({ name: 'Ana', values: { city: 'Lugo' } });
    expect((await put(id, CHOSEN)).body).toMatchObject({ status: 409, code: 'wrong_state' });
    const { items } = await api.get<Page<AuditEntry>>('/v1/audit?action=import.checked_again');
    expect(items.map(({ targets }) => targets)).toEqual([[id], [id]]);

    // In another order, and for another account.
    const next = await api.importFile(otherAccountId, `Notas,Sitio,Quién,Contacto\nx,León,Ana,${ANA}\n`);
    expect(next).toMatchObject({ status: 'completed', counts: { created: 1 }, options: { start: 'auto' } });
    expect(next.columns.map(({ understoodBy }) => understoodBy)).toEqual(['earlier', 'earlier', 'earlier', 'earlier']);
    expect((await api.contacts('value=city:León')).items).toMatchObject([{ accountId: otherAccountId, name: 'Ana' }]);
  }, 30_000);

  it('may be confirmed as they were guessed, which counts for the next file too', async () => {
    const { id } = await api.upload(accountId, CLIENTS);
    await reaches(id, 'ready');
    // Nobody has confirmed it yet.
    const other = await api.upload(accountId, CLIENTS);
    await reaches(other.id, 'ready');
    await api.post(`/v1/imports/${id}/start`);
    await api.finished(id);
    expect(await api.importFile(accountId, CLIENTS)).toMatchObject({ status: 'completed', counts: { unchanged: 2 } });
    await api.post(`/v1/imports/${other.id}/cancel`);
  });

  it.each<sheetJs.BookType>(['xlsx', 'biff8'])(
    'can be stated with the upload, of a workbook too: %s',
    async (bookType) => {
      const book = sheetJs.utils.book_new();
      const cells = CLIENTS.trim()
        .split('\n')
        .map((line) => line.split(','));
      sheetJs.utils.book_append_sheet(book, sheetJs.utils.aoa_to_sheet(cells), 'Clientes');
      const file = new Uint8Array(sheetJs.write(book, { type: 'buffer', bookType }) as Buffer);
      const { id } = await api.upload(accountId, file);
      expect((await reaches(id, 'ready')).columns[0]).toMatchObject({ header: 'Contacto', understoodBy: 'content' });
      await api.post(`/v1/imports/${id}/cancel`);
      expect(await api.importFile(accountId, file, { mapping: CHOSEN.slice(0, 3) })).toMatchObject({
        status: 'completed',
        counts: { created: 2 },
        options: { start: 'auto' },
      });
      // What it does not name is a value.
      expect((await contact(ANA)).values).toEqual({ city: 'Lugo', Notas: 'x' });
    },
  );

  it('are as always in a file with the headers of the format, also beside a phone, and after another choice', async () => {
    const file = `id,name,phone\n${ANA},Ana,5\n`;
    const { id } = await api.upload(accountId, file, { start: 'confirm' });
    await reaches(id, 'ready');
    await put(id, [
      { column: 'id', kind: 'id' },
      { column: 'phone', kind: 'name' },
    ]);
    expect((await reaches(id, 'ready')).columns).toMatchObject([{ kind: 'id' }, { kind: 'ignored' }, { kind: 'name' }]);
    await api.post(`/v1/imports/${id}/start`);
    await api.finished(id);
    expect((await contact(ANA)).name).toBe('5');
    const again = await api.importFile(accountId, file);
    expect(again).toMatchObject({ status: 'completed', columns: [{ kind: 'id', understoodBy: 'header' }, {}, {}] });
    expect(await contact(ANA)).toMatchObject({ name: 'Ana', values: { phone: '5' } });
  });

  it.each<[string, string, ColumnMapping[] | undefined, string]>([
    ['a column that is not there', CLIENTS, [...CHOSEN, { column: 'Ciudad', kind: 'tags' }], 'unknown_column'],
    ['no column of phones', 'Quién,Sitio\nAna,Lugo\n', undefined, 'missing_id_column'],
    ['no column of names', `Teléfono,Edad\n${ANA},31\n`, undefined, 'missing_name_column'],
  ])('are refused with %s', async (_, file, mapping, code) => {
    const done = await api.importFile(accountId, file, mapping && { mapping });
    expect(done).toMatchObject({ status: 'rejected', error: { code, row: 1 } });
  });

  it.each<[string, string, RegExp]>([
    [
      'two phones',
      JSON.stringify([...CHOSEN, { column: 'Sitio', kind: 'id' }]),
      /several columns are the phone number/,
    ],
    ['none', '[{"column":"Quién","kind":"name"}]', /no column is the phone number/],
    ['something that is not JSON', 'Contacto=id', /is not JSON/],
    ['an unknown kind', '[{"column":"Contacto","kind":"phone"}]', /"givenName"/],
  ])('are not taken with the upload when there are %s', async (_, mapping, message) => {
    const form = new FormData();
    form.set('accountId', accountId);
    form.set('mapping', mapping);
    form.set('file', new Blob([CLIENTS]), 'clients.csv');
    const answer = await api.request('/v1/imports', { method: 'POST', body: form });
    const { status, code, errors } = (await answer.json()) as Problem;
    expect({ status, code }).toEqual({ status: 400, code: 'invalid_request' });
    expect(errors!.map((error) => error.message).join('\n')).toMatch(message);
  });
});
