import { describe, expect, it } from 'vitest';
import { isContactHeader, understandColumns } from './understand-columns.js';

const PHONES = ['44687985632', '+44 986 523 145', '34600111222'];
const NAMES = ['Jane Smith', 'Ana', 'Luis Sanz'];
const IDS = ['1', '2', '3'];

/** The columns with a kind other than value, as `header:kind`, and `?` if it is not certain. Cells are given by column. */
function understood(columns: [header: string, cells?: string[]][]): string {
  const rows = [0, 1, 2].map((row) => columns.map(([, cells]) => cells?.[row] ?? ''));
  const result = understandColumns(
    columns.map(([header]) => header),
    rows,
  );
  if ('missing' in result) return `no ${result.missing}`;
  const said = result.meanings.filter(({ kind }) => kind !== 'value').map(({ column, kind }) => `${column}:${kind}`);
  return `${said.join(' ')}${result.isCertain ? '' : '?'}`;
}

describe('the columns of a file', () => {
  it.each<[string, string]>([
    ['Phone;Full name;City', 'Phone:id Full name:name'],
    ['id;Nombre completo;Etiquetas', 'id:id Nombre completo:name Etiquetas:tags'],
    ['Teléfono;Nombre;Ciudad', 'Teléfono:id Nombre:name'],
    [
      'TELÉFONO MÓVIL;Nombre;Apellidos;Etiqueta',
      'TELÉFONO MÓVIL:id Nombre:givenName Apellidos:familyName Etiqueta:tags',
    ],
    [
      'First Name;Last Name;Mobile Phone;Labels',
      'First Name:givenName Last Name:familyName Mobile Phone:id Labels:tags',
    ],
    ['first_name;phone_number', 'first_name:name phone_number:id'],
    ['Nome;Sobrenome;Telemóvel;Marcadores', 'Nome:givenName Sobrenome:familyName Telemóvel:id Marcadores:tags'],
    ['Nome completo;Celular', 'Nome completo:name Celular:id'],
    ['WhatsApp;name;tags;Labels', 'WhatsApp:id name:name tags:tags'],
    // The format's own name comes first, as beside `id`.
    ['Phone;name;surname', 'Phone:id name:name'],
    ['Phone;name;import_error', 'Phone:id name:name'],
    // Several columns that could be it.
    ['Phone;Mobile;WhatsApp number;Name', 'WhatsApp number:id Name:name?'],
    ['Phone;Full name;Customer name', 'Phone:id Full name:name?'],
    ['Celular;Nombres;Apellido;Apellidos', 'Celular:id Nombres:givenName Apellido:familyName?'],
    ['Phone;Last name', 'Phone:id Last name:familyName?'],
    ['Phone;Name;Label;Labels', 'Phone:id Name:name Label:tags?'],
    // What is missing.
    ['name;city', 'no id'],
    ['Phone;City', 'no name'],
    ['44687985632;Jane Smith', 'no id'],
  ])('%s: %s', (header, said) => {
    expect(understood(header.split(';').map((column) => [column]))).toBe(said);
  });

  it.each<[string, [string, string[]?][], string]>([
    [
      'by their cells',
      [
        ['Contact', PHONES],
        ['Who', NAMES],
        ['Since', ['2026-01-02']],
      ],
      'Contact:id Who:name?',
    ],
    [
      'not by cells of which many are no phones',
      [
        ['Contact', ['1', '44687985632', 'x']],
        ['Who', NAMES],
      ],
      'no id',
    ],
    [
      'not by addresses of e-mail',
      [
        ['Phone', PHONES],
        ['Mail', ['a@b.example', 'c@d.example']],
      ],
      'no name',
    ],
    [
      'with a phone beside a number of their own',
      [
        ['id', IDS],
        ['Phone', PHONES],
        ['Nombre', NAMES],
      ],
      'id:ignored Phone:id Nombre:name?',
    ],
    [
      'with the phones in the column that has them',
      [
        ['Mobile', []],
        ['Phone', PHONES],
        ['Name', NAMES],
      ],
      'Phone:id Name:name?',
    ],
    [
      'with names by their cells alone',
      [
        ['Phone', PHONES],
        ['Code', IDS],
        ['Cliente', NAMES],
      ],
      'Phone:id Cliente:name?',
    ],
  ])('are understood %s', (_, columns, said) => {
    expect(understood(columns)).toBe(said);
  });

  it('say why they are understood so', () => {
    const rows = PHONES.map((phone, row) => [phone, NAMES[row]!, 'x', 'vip']);
    const result = understandColumns(['Contacto', 'Nombre', 'name of the dog', 'tags'], rows);
    expect(result).toEqual({
      isCertain: false,
      meanings: [
        { column: 'Contacto', kind: 'id', by: 'content' },
        { column: 'Nombre', kind: 'name', by: 'synonym' },
        { column: 'name of the dog', kind: 'value', by: 'header' },
        { column: 'tags', kind: 'tags', by: 'header' },
      ],
    });
  });
});

it('knows a header that names a phone number and a name', () => {
  expect(isContactHeader([' ID ', 'Name'])).toBe(true);
  expect(isContactHeader(['Teléfono', 'Nombre', 'x'])).toBe(true);
  expect(isContactHeader(['Teléfono;Nombre;x'])).toBe(false);
  expect(isContactHeader(['id', 'city'])).toBe(false);
});
