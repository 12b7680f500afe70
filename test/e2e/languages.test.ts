import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Import, Problem } from '#contracts';
import mongoose from 'mongoose';
import { ApiClient } from '../support/api.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const SPANISH = { 'accept-language': 'es-MX,es;q=0.9,en;q=0.5' };
const RESERVED = {
  en: 'only tell what went wrong in an earlier import',
  es: 'solo dicen qué falló en una importación',
};

/** Sentences are stored as codes with parameters, and rendered for each reader. */
describe('languages', () => {
  let stack: RunningProduct;
  let api: ApiClient;
  let accountId: string;
  let records: mongoose.mongo.Collection;
  let connection: mongoose.Connection;

  beforeAll(async () => {
    stack = await sharedStack();
    connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
    records = connection.db!.collection('imports');
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  }, 60_000);
  afterAll(() => connection?.close());

  const inSpanish = (path: string, init: RequestInit = {}) =>
    api.request(path, { ...init, headers: { ...SPANISH, ...init.headers } });
  const post = (path: string, body: unknown) =>
    inSpanish(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const shown = async (id: string) => (await (await inSpanish(`/v1/imports/${id}`)).json()) as Import;
  const errorFile = async ({ id }: Import) => {
    const { headers } = await api.request(`/v1/imports/${id}/errors`);
    return (await fetch(headers.get('location')!)).text();
  };

  const FILE = 'id,name,tags,import_error\n34600111222,Ann,vip,\n34600111222,Anna,vip,\nx,Bob,,\n';
  const LONG = Array.from({ length: 30 }, (_, index) => `t${index}`).join();

  it('uses English by default', async () => {
    const ended = await api.importFile(accountId, FILE);
    expect(ended.warnings).toEqual([{ code: 'reserved_columns', message: expect.stringContaining(RESERVED.en) }]);
    const lines = (await errorFile(ended)).split('\r\n');
    expect(lines[1]).toContain('The same id comes again in row 3,');
    expect(lines[2]).toContain('The id is not a phone number;');
    const answer = await api.request(`/v1/imports/${ended.id}`, { headers: { 'accept-language': 'fr' } });
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.headers.get('vary')).toContain('Accept-Language');
  });

  it('shows the warnings of an import in the requested language', async () => {
    const { id } = await api.importFile(accountId, FILE);
    const answer = await inSpanish(`/v1/imports/${id}`);
    expect(answer.headers.get('content-language')).toBe('es');
    expect(((await answer.json()) as Import).warnings[0]!.message).toContain(RESERVED.es);
    const list = (await (await inSpanish('/v1/imports')).json()) as { items: Import[] };
    expect(list.items[0]!.warnings[0]!.message).toContain(RESERVED.es);
    const events = await (await api.request(`/v1/imports/${id}/events?language=es`)).text();
    expect(events).toContain(RESERVED.es);
    expect(await (await api.request(`/v1/imports/${id}/events`)).text()).toContain(RESERVED.en);
  });

  it('writes the error file in the language of the upload, including rows that could not be merged', async () => {
    const before = `id,name,tags\n34600111999,Ann,"${LONG}"\n`;
    await api.importFile(accountId, before);
    const form = new FormData();
    for (const [name, value] of Object.entries({ accountId, tagsMode: 'add' })) form.set(name, value);
    const more = LONG.replaceAll('t', 'u');
    const content = `id,name,tags\n34600111999,Ann,"${more}"\n34600111222,Ann,\n34600111222,Anna,\nx,Bob,\n`;
    form.set('file', new Blob([content]), 'contacts.csv');
    const answer = await inSpanish('/v1/imports', { method: 'POST', body: form });
    const ended = await api.finished(((await answer.json()) as Import).id);
    expect(ended).toMatchObject({ status: 'completed_with_errors', counts: { rejected: 2, duplicate: 1 } });
    const file = await errorFile(ended);
    expect(file).toContain('El contacto tendría más de 50 etiquetas; quita algunas.');
    expect(file).toContain('El mismo id vuelve a aparecer en la fila 4,');
    expect(file).toContain('El id no es un teléfono;');
  });

  it('says in the requested language why a file is refused', async () => {
    const refused = await api.importFile(accountId, 'id,name,City,city\n1,a,,\n');
    expect((await shown(refused.id)).error).toEqual({
      code: 'duplicate_column',
      message:
        'Las columnas C y D se llaman igual (mayúsculas y minúsculas no se distinguen); cambia el nombre de una o quítala.',
      with: { first: 'C', second: 'D' },
      row: 1,
      column: 'city',
    });
  });

  it('shows a sentence that was stored as text unchanged', async () => {
    const { id } = await api.importFile(accountId, 'id\n1\n');
    const error = { code: 'missing_name_column', message: 'A sentence of before.', row: 1, column: 'name' };
    const warnings = [{ code: 'hidden_rows', message: 'Another sentence of before.' }];
    const change = { $set: { error, warnings }, $unset: { language: 1 } };
    await records.updateOne({ _id: id as never }, change);
    expect(await shown(id)).toMatchObject({ error, warnings });
  });

  it('says in the requested language why a request is refused, also before authentication', async () => {
    const ended = await api.importFile(accountId, FILE);
    const refused = await post(`/v1/imports/${ended.id}/start`, {});
    expect(await refused.json()).toMatchObject({
      code: 'wrong_state',
      title: 'El estado no lo permite',
      detail: 'La importación ya se completó con errores: vuelve a subir el archivo.',
    });
    const unknown = await fetch(`${stack.url}/v1/nowhere`, { headers: SPANISH });
    expect([unknown.status, unknown.headers.get('content-language')]).toEqual([404, 'es']);
    expect(((await unknown.json()) as Problem).detail).toContain('No hay nada en esta dirección');
    const nobody = await fetch(`${stack.url}/v1/imports`, { headers: SPANISH });
    expect(await nobody.json()).toMatchObject({ code: 'not_signed_in', title: 'Inicia sesión primero' });
    const wrong = await post(`/v1/accounts/${accountId}/contacts`, { phone: 5, values: [], colour: 'red' });
    expect(((await wrong.json()) as Problem).errors).toEqual([
      { field: 'phone', message: 'Entrada inválida: se esperaba texto, recibido número' },
      { field: 'name', message: 'falta' },
      { field: 'values', message: 'no es un objeto de nombres y valores' },
      { field: 'colour', message: 'no existe' },
    ]);
  });

  it('says in the requested language which field of a contact is wrong', async () => {
    const answer = await post(`/v1/accounts/${accountId}/contacts`, { phone: '12', name: ' ', tags: ['a,b'] });
    expect(answer.headers.get('content-language')).toBe('es');
    const { errors } = (await answer.json()) as Problem;
    expect(errors).toEqual([
      { field: 'phone', code: 'phone_not_possible', message: expect.stringContaining('Ningún país') },
      { field: 'name', code: 'name_missing', message: expect.stringContaining('El nombre está vacío') },
      { field: 'tags.0', code: 'tag_comma', message: expect.stringContaining('no puede llevar comas') },
    ]);
  });
});
