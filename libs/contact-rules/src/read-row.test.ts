import { defaultLimits, render } from '#contracts';
import type { Limits } from '#contracts';
import { describe, expect, it } from 'vitest';
import { readHeader } from './read-header.js';
import { readRow } from './read-row.js';
import type { RowOptions, RowRefusal } from './read-row.js';

function columnsOf(header: string, limits = defaultLimits) {
  const result = readHeader(header.split('|'), limits);
  if (!result.ok) throw new Error(result.error.code);
  return result.columns;
}

/** Reads a row as row 2. A string is split into cells at `|`. */
function read(header: string, cells: string | string[], options: Partial<RowOptions & Limits> = {}) {
  const limits = { ...defaultLimits, ...options };
  const row = typeof cells === 'string' ? cells.split('|') : cells;
  return readRow(columnsOf(header, limits), row, 2, limits, { blankCells: 'keep', ...options });
}

describe('a good row', () => {
  it('reads the example file', () => {
    expect(read('id|name|tags|gender|city', '44687985632|Jane Smith|cat, dog|female|london')).toEqual({
      ok: true,
      statement: {
        row: 2,
        phone: '44687985632',
        name: 'Jane Smith',
        tags: ['cat', 'dog'],
        values: [
          { name: 'gender', value: 'female' },
          { name: 'city', value: 'london' },
        ],
      },
    });
  });

  it('is trimmed, tidied and freed of the guard', () => {
    expect(read('Name|ID|City|tags', [" '=Jane ", "'+44 687-985-632", "'=1\r\n2 ", "'@a , b,@A,"])).toMatchObject({
      statement: {
        phone: '44687985632',
        name: "'=Jane",
        tags: ['@a', 'b'],
        values: [{ name: 'City', value: '=1\n2' }],
      },
    });
  });

  it('says nothing where it is blank', () => {
    expect(read('id|name|tags|a|b', ['34600111222', 'Jane', ' , ', '\u00a0', ''])).toMatchObject({
      statement: { tags: null, values: [] },
    });
  });

  it.each<[string, Partial<RowOptions>, 'yes' | 'no' | undefined]>([
    ['yes', {}, 'yes'],
    [' No ', {}, 'no'],
    ['', {}, undefined],
    ['', { blankCells: 'clear' }, 'no'],
  ])('with %j in opt_out and %j says %s', (cell, options, expected) => {
    const result = read('id|name|opt_out', ['34600111222', 'Jane', cell], options);
    expect(result.ok && result.statement.optOut).toBe(expected);
  });

  it('is refused where opt_out says neither yes nor no', () => {
    const refusal = { ok: false, refuses: 'row', code: 'opt_out_unclear', column: 'Opt_Out' };
    expect(read('id|name|Opt_Out', '34600111222|Jane|maybe')).toMatchObject(refusal);
  });

  it('with blankCells=clear says that it is blank', () => {
    expect(read('id|name|tags|a|b', '34600111222|Jane||x', { blankCells: 'clear' })).toMatchObject({
      statement: {
        tags: [],
        values: [
          { name: 'a', value: 'x' },
          { name: 'b', value: null },
        ],
      },
    });
    expect(read('id|name', '34600111222|Jane', { blankCells: 'clear' })).toMatchObject({
      statement: { tags: null, values: [] },
    });
  });

  it('does not say so of a column that the caller left out', () => {
    const columns = columnsOf('id|name|a|b').filter(({ name }) => name !== 'a');
    const result = readRow(columns, ['34600111222', 'Jane', '', ''], 2, defaultLimits, { blankCells: 'clear' });
    expect(result).toMatchObject({ statement: { values: [{ name: 'b', value: null }] } });
  });

  it.each([
    ['blank cells under a blank header', 'id||name||', '34600111222||Jane||'],
    ['columns of an error file', 'id|name|import_row|import_error', '34600111222|Jane|7|\u0000'],
  ])('may have %s', (_, header, cells) => expect(read(header, cells).ok).toBe(true));

  it('may have blank surplus cells in a workbook, where they are none, and where it was found good before', () => {
    for (const option of ['isSheet', 'isChecked'] as const)
      expect(read('id|name', '34600111222|Jane|| |', { [option]: true }).ok).toBe(true);
  });

  it.each<[string, Partial<RowOptions>, string]>([
    ['drops the 1 of a Mexican number', {}, '525512345678'],
    ['keeps it where a contact has it', { keepsOldForm: (written) => written === '5215512345678' }, '5215512345678'],
    ['keeps it where the check has kept it', { isChecked: true }, '5215512345678'],
  ])('%s', (_, options, phone) =>
    expect(read('id|name', '+52 1 55 1234 5678|Jane', options)).toMatchObject({
      statement: { phone },
      written: '5215512345678',
    }),
  );

  it('takes the quotes off tags', () => {
    expect(read('id|name|tags', '34600111222|Jane|"new client","vip"')).toMatchObject({
      statement: { tags: ['new client', 'vip'] },
    });
  });

  it.each([
    ['a name of 256 characters', ['34600111222', '🎉'.repeat(256), '']],
    ['50 tags', ['34600111222', 'Jane', Array.from({ length: 50 }, (_, i) => `t${i}`).join()]],
    ['the same tag 51 times', ['34600111222', 'Jane', new Array(51).fill('t').join()]],
    ['a cell of 4,096 bytes between spaces', ['34600111222', 'Jane', ` ${'é'.repeat(2048)} `]],
  ])('may have %s', (_, cells) => expect(read('id|name|tags', cells).ok).toBe(true));
});

describe('a bad row', () => {
  const header = 'id|name|tags|city';
  it.each<[string, string, string[], string, string]>([
    ['no phone', header, ['', 'Jane'], 'phone_missing', 'id'],
    ['a missing phone cell', 'name|id', ['Jane'], 'phone_missing', 'id'],
    ['lost digits', header, ['3.46665E+10', 'Jane'], 'phone_scientific', 'id'],
    ['letters', header, ['x', 'Jane'], 'phone_not_digits', 'id'],
    ['no country code', header, ['0600111222', 'Jane'], 'phone_without_country_code', 'id'],
    ['a short phone', header, ['3460011', 'Jane'], 'phone_not_possible', 'id'],
    ['no name', header, ['34600111222', ' \u00a0'], 'name_missing', 'name'],
    ['a short row', header, ['34600111222'], 'name_missing', 'name'],
    ['a long name', header, ['34600111222', '🎉'.repeat(257)], 'name_too_long', 'name'],
    ['NUL in the name', header, ['34600111222', 'Ja\u0000ne'], 'control_character', 'name'],
    ['NUL in the tags', header, ['34600111222', 'Jane', 'a,\u0000'], 'control_character', 'tags'],
    ['half a character', header, ['34600111222', 'Jane', '', '\ud83c'], 'control_character', 'city'],
    ['a long value', header, ['34600111222', 'Jane', '', 'é'.repeat(2049)], 'cell_too_long', 'city'],
    ['a long tags cell', header, ['34600111222', 'Jane', 'x'.repeat(4097)], 'cell_too_long', 'tags'],
    [
      'an unquoted comma before a blank last cell',
      header,
      ['34600111222', 'Pardo', ' Eva', 'dog', ''],
      'too_many_cells',
      'E',
    ],
    ['a blank surplus cell', header, ['34600111222', 'Jane', '', '', ' '], 'too_many_cells', 'E'],
    ['a comma in a quoted tag', header, ['34600111222', 'Jane', '"a, b","c"'], 'tag_comma', 'tags'],
    ['an unquoted comma', header, ['34600111222', 'Smith', ' Jane', 'vip', 'london'], 'too_many_cells', 'E'],
    ['a bad phone and a surplus cell', header, ['x', '', '', '', '', '', 'z'], 'too_many_cells', 'G'],
    ['two faults: the left one', 'name|id', ['', 'x'], 'name_missing', 'name'],
  ])('%s', (_, names, cells, code, column) => {
    const { with: parameters, ...refusal } = read(names, cells) as RowRefusal;
    expect(refusal).toEqual({ ok: false, refuses: 'row', code, column });
    expect(render({ code, with: parameters }, 'en')).toMatch(/^[A-Z][^{}]+\.$/);
  });

  it('has too many tags or values, or tags that do not fit into a cell', () => {
    const tags = Array.from({ length: 51 }, (_, i) => `t${i}`).join();
    expect(read(header, ['34600111222', 'Jane', tags])).toMatchObject({ code: 'too_many_tags' });
    expect(read('id|name|a|b', '34600111222|Jane|1|2', { valuesPerContact: 1 })).toMatchObject({
      code: 'too_many_values',
      column: 'b',
    });
    expect(read(header, ['34600111222', 'Jane', 'ab,cd,ef'], { cellBytes: 9 })).toMatchObject({
      code: 'tags_too_long',
    });
    expect(read(header, ['34600111222', 'Jane', 'ab,cd,ef'], { cellBytes: 10 })).toMatchObject({ ok: true });
  });
});

describe('a row with data under a blank header cell', () => {
  it.each<[string, string[], string, boolean]>([
    ['id||name', ['34600111222', 'x', 'Jane'], 'B', false],
    ['id|name||', ['34600111222', 'Jane', '', 'x'], 'D', false],
    ['id|name|', ['not a phone', '', 'x'], 'C', false],
    ['id|name|', ['34600111222', 'Jane', 'x', 'y'], 'C', false],
    ['id|name', ['34600111222', 'Jane', 'x'], 'C', true],
  ])('%s: %j', (header, cells, column, isSheet) => {
    expect(read(header, cells, { isSheet })).toEqual({
      ok: false,
      refuses: 'file',
      code: 'header_blank',
      column,
      with: { column },
    });
  });
});
