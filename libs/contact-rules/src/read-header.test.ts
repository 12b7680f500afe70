import { defaultLimits } from '#contracts';
import { describe, expect, it } from 'vitest';
import type { FileRefusal } from './file-errors.js';
import { readHeader } from './read-header.js';

const read = (...cells: string[]) => readHeader(cells, defaultLimits);
const kinds = (...cells: string[]) => {
  const header = read(...cells);
  return header.ok ? header.columns.map(({ name, kind }) => `${name}:${kind}`) : header.error.code;
};
const many = (count: number, prefix = 'c') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describe('readHeader', () => {
  it('recognises each column, in any order', () => {
    expect(kinds('city', 'NAME', 'Tags', 'iD', 'gender')).toEqual([
      'city:value',
      'NAME:name',
      'Tags:tags',
      'iD:id',
      'gender:value',
    ]);
  });

  it('trims names and removes the formula guard', () => {
    expect(kinds(' id ', '\u00a0name', "'=sum", ' a b ')).toEqual(['id:id', 'name:name', '=sum:value', 'a b:value']);
  });

  it('accepts names that JavaScript uses', () => {
    expect(kinds('id', 'name', '__proto__', 'constructor')).toEqual([
      'id:id',
      'name:name',
      '__proto__:value',
      'constructor:value',
    ]);
  });

  it('ignores the columns of an error file, also twice, and says so', () => {
    const header = read('id', 'name', 'import_row', 'Import_Error', 'import_row');
    expect(header).toMatchObject({ ok: true, warnings: [{ code: 'reserved_columns' }] });
    expect(read('id', 'name')).toMatchObject({ ok: true, warnings: [] });
  });

  it('makes one ignored column of each run of blank cells', () => {
    const header = read('id', '', ' ', 'name', '', '', '');
    expect(header.ok && header.columns).toEqual([
      { index: 0, span: 1, name: 'id', kind: 'id' },
      { index: 1, span: 2, name: '', kind: 'ignored' },
      { index: 3, span: 1, name: 'name', kind: 'name' },
      { index: 4, span: 3, name: '', kind: 'ignored' },
    ]);
    const wide = read('id', 'name', ...new Array<string>(100_000).fill(''));
    expect(wide.ok && wide.columns).toHaveLength(3);
  });

  it.each<[string, string[], string, string | null]>([
    ['nothing', [], 'empty_file', null],
    ['only blanks', ['', ' '], 'empty_file', null],
    ['no id', ['name', 'city'], 'missing_id_column/found', 'id'],
    ['no name', ['id', 'city'], 'missing_name_column/found', 'name'],
    ['id twice', ['id', 'name', 'ID '], 'duplicate_column', 'ID'],
    ['a value twice', ['id', 'name', 'Café', 'CAFE\u0301'], 'duplicate_column', 'CAFE\u0301'],
    ['a row of data', ['44687985632', 'Jane Smith'], 'missing_id_column/found', 'id'],
    ['a title', ['Customers', '', ''], 'missing_id_column/line', 'id'],
    ['a long name of a value', ['id', 'name', '🙂'.repeat(257)], 'value_name_too_long', 'C'],
    ['NUL', ['id', 'name', 'a\u0000'], 'header_control_character', 'C'],
    ['NUL under a name we ignore', ['id', 'name', '\u0000'], 'header_control_character', 'C'],
    ['201 columns', ['id', 'name', ...many(199)], 'too_many_columns', 'c198'],
  ])('refuses %s', (_, cells, code, column) => {
    const row = code === 'empty_file' ? null : 1;
    expect(read(...cells)).toMatchObject({ ok: false, error: { code, row, column } });
  });

  it('names the columns that there are, not all of many', () => {
    expect(read('Teléfono', '', ' Nombre ')).toMatchObject({ error: { with: { found: 'Teléfono, Nombre' } } });
    const { error } = read('id', 'x'.repeat(41), ...many(10)) as { error: FileRefusal };
    expect(error.with).toEqual({ found: `id, ${'x'.repeat(40)}…, ${many(8).join(', ')}, …` });
  });

  it('counts the characters of a name, and still its bytes', () => {
    expect(read('id', 'name', '🙂'.repeat(256)).ok).toBe(true);
    const header = readHeader(['id', 'name', '🙂'.repeat(26)], { ...defaultLimits, cellBytes: 100 });
    expect(header).toMatchObject({ error: { code: 'header_too_long', column: 'C', with: { bytes: 100 } } });
  });

  it('accepts 200 columns besides those that do not count', () => {
    expect(read('id', 'name', ...many(198)).ok).toBe(true);
    expect(read('id', 'name', 'tags', ...many(198)).ok).toBe(true);
    expect(read('id', 'name', 'tags', 'opt_out', ...many(198)).ok).toBe(true);
    expect(read('id', 'name', 'tags', ...many(199)).ok).toBe(false);
    expect(read('id', 'name', ...many(198), 'import_row', 'import_error', '', '').ok).toBe(true);
  });

  it('names both columns that have the same name, and the row', () => {
    const header = readHeader(['id', 'name', 'city', 'x', 'City'], defaultLimits, 3);
    expect(header).toMatchObject({ error: { row: 3, code: 'duplicate_column', with: { first: 'C', second: 'E' } } });
  });
});
