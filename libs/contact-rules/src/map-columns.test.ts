import { defaultLimits, importMappingSchema, type ColumnMapping, type ImportColumn } from '#contracts';
import { describe, expect, it } from 'vitest';
import { asChosen, asUnderstood } from './map-columns.js';
import { readHeader } from './read-header.js';
import { readRow } from './read-row.js';

const phone: ColumnMapping = { column: 'Cel', kind: 'id' };
const who: ColumnMapping = { column: 'Quién', kind: 'name' };
const value = (column: string, name?: string): ColumnMapping => ({ column, kind: 'value', ...(name && { name }) });

function read(header: string, mapping: ColumnMapping[]) {
  return readHeader(header.split('|'), defaultLimits, 1, [], asChosen(mapping));
}
function kinds(header: string, mapping: ColumnMapping[]) {
  const result = read(header, mapping);
  return result.ok ? result.columns.map(({ name, kind }) => `${name}:${kind}`).join(' ') : result.error.code;
}

describe('a mapping', () => {
  it('says what columns become; the others are what their headers say, unless that is taken', () => {
    const mapping = [{ ...phone, column: ' CEL ' }, who, value('Sitio', ' city ')];
    expect(kinds('cel|Quién|Sitio|plan|tags|import_row', mapping)).toBe(
      'cel:id Quién:name city:value plan:value tags:tags import_row:ignored',
    );
    expect(kinds('id|name|Cel|Quién', [phone, who])).toBe('id:ignored name:ignored Cel:id Quién:name');
    expect(kinds('Cel|Quién|tags|x', [phone, who, { column: 'x', kind: 'tags' }])).toBe(
      'Cel:id Quién:name tags:ignored x:tags',
    );
  });

  it.each<[string, string, ColumnMapping[], string, string]>([
    ['a column that is not there', 'Cel|Nombre', [phone, who], 'unknown_column/found', 'Quién'],
    [
      'two values with one name',
      'Cel|Quién|A|B',
      [phone, who, value('A', 'x'), value('B', 'X')],
      'duplicate_column/mapped',
      'B',
    ],
    [
      'a value with the name of another column',
      'Cel|Quién|A|x',
      [phone, who, value('A', 'x')],
      'duplicate_column/mapped',
      'x',
    ],
    ['a column that is there twice', 'Cel|Quién|cel', [phone, who], 'duplicate_column', 'cel'],
    ['a value with a name of the format', 'Cel|Quién|A', [phone, who, value('A', 'Tags')], 'reserved_value_name', 'A'],
    ['a long name of a value', 'Cel|Quién|A', [phone, who, value('A', 'x'.repeat(257))], 'value_name_too_long', 'C'],
    [
      'a name with an invisible character',
      'Cel|Quién|A',
      [phone, who, value('A', 'a\u0000')],
      'header_control_character',
      'C',
    ],
    ['a header with one', 'Cel|Quién|a\u0000', [phone, who, value('a\u0000', 'b')], 'header_control_character', 'C'],
  ])('is refused with %s', (_, header, mapping, code, column) => {
    expect(read(header, mapping)).toMatchObject({ ok: false, error: { code, column, row: 1 } });
  });

  it('may leave out a column that is there twice', () => {
    expect(kinds('Cel|Quién|x|X', [phone, who, { column: 'x', kind: 'ignored' }])).toBe(
      'Cel:id Quién:name x:ignored X:ignored',
    );
  });

  it('is read again from the columns of a checked file, also of a build before', () => {
    const columns = [
      { name: 'city', header: 'Sitio', kind: 'value', understoodBy: 'choice' },
      { name: 'Cel', header: 'Cel', kind: 'id', understoodBy: 'choice' },
      { name: 'name', kind: 'name' },
    ] as ImportColumn[];
    expect(asUnderstood(columns)).toEqual([
      { column: 'Sitio', kind: 'value', name: 'city', by: 'choice' },
      { column: 'Cel', kind: 'id', by: 'choice' },
      { column: 'name', kind: 'name', by: 'header' },
    ]);
  });

  it('joins the parts of a name, in their order', () => {
    const parts: ColumnMapping[] = [
      { column: 'Apellidos', kind: 'familyName' },
      { column: 'Nombre', kind: 'givenName' },
      phone,
    ];
    const header = read('Apellidos|Cel|Nombre', parts);
    if (!header.ok) throw new Error(header.error.code);
    const row = (...cells: string[]) => readRow(header.columns, cells, 2, defaultLimits, { blankCells: 'keep' });
    expect(row(' García ', '34600111222', 'Ana\u00a0')).toMatchObject({ statement: { name: 'Ana García' } });
    expect(row('García', '34600111222')).toMatchObject({ statement: { name: 'García' } });
    expect(row('', '34600111222', 'Ana')).toMatchObject({ statement: { name: 'Ana' } });
    expect(row(' ', '34600111222', '')).toMatchObject({ ok: false, code: 'name_missing', column: 'Apellidos' });
    expect(row('x'.repeat(200), '34600111222', 'y'.repeat(56))).toMatchObject({ ok: false, code: 'name_too_long' });
    expect(row('x'.repeat(200), '34600111222', 'y'.repeat(55))).toMatchObject({ ok: true });
    expect(row('a\u0000', '34600111222', 'b')).toMatchObject({ ok: false, code: 'control_character' });
  });

  it('names the header of a wrong cell, not the name of its value', () => {
    const header = read('Cel|Quién|Sitio', [phone, who, value('Sitio', 'city')]);
    if (!header.ok) throw new Error(header.error.code);
    const row = readRow(header.columns, ['34600111222', 'Ana', 'a\u0000'], 2, defaultLimits, { blankCells: 'keep' });
    expect(row).toMatchObject({ code: 'control_character', column: 'Sitio' });
  });
});

describe('the schema of a mapping', () => {
  it.each<[string, ColumnMapping[], string]>([
    ['no phone', [who], 'field/mapping_no_phone'],
    ['two phones', [phone, { column: 'Tel', kind: 'id' }, who], 'field/mapping_two_phones'],
    ['no name', [phone], 'field/mapping_no_name'],
    ['two names', [phone, who, { column: 'x', kind: 'name' }], 'field/mapping_two_names'],
    ['a name and a part of it', [phone, who, { column: 'x', kind: 'familyName' }], 'field/mapping_two_names'],
    [
      'a part twice',
      [phone, { column: 'x', kind: 'givenName' }, { column: 'y', kind: 'givenName' }],
      'field/mapping_kind_twice',
    ],
    ['a column twice', [phone, who, value('x'), value('X')], 'field/mapping_column_twice'],
    ['a name for a phone', [{ ...phone, name: 'x' }, who], 'field/mapping_name'],
  ])('refuses %s', (_, mapping, code) => {
    expect(importMappingSchema.safeParse(mapping).error?.issues.map(({ message }) => message)).toEqual([code]);
  });

  it('takes a name or its parts', () => {
    expect(importMappingSchema.safeParse([phone, who, value('x', 'y')]).success).toBe(true);
    expect(importMappingSchema.safeParse([phone, { column: 'x', kind: 'familyName' }]).success).toBe(true);
  });
});
