import { describe, expect, it } from 'vitest';
import { ColumnLeftBlankError, ExportColumns, type ExportedContact } from './export-columns.js';

const contact = (values: Record<string, string>, rest: Partial<ExportedContact> = {}): ExportedContact => ({
  phone: '44687985632',
  name: 'Jane Smith',
  tags: ['cat', 'dog'],
  values: Object.entries(values).map(([name, value]) => ({ name, value })),
  ...rest,
});

describe('the columns of a download', () => {
  it.each<[string[], string[]]>([
    [[], []],
    [
      ['gender', 'city', 'Age'],
      ['Age', 'city', 'gender'],
    ],
    [
      ['zebra', 'Éclair', 'apple', '10', '9'],
      ['10', '9', 'apple', 'Éclair', 'zebra'],
    ],
    [['=SUM(A1)', "'=x"], expect.arrayContaining(["'=SUM(A1)", "''=x"])],
  ])('of %j are sorted as people sort, and run nothing', (names, expected) => {
    const [id, name, tags, ...values] = new ExportColumns(names).header;
    expect([id, name, tags]).toEqual(['id', 'name', 'tags']);
    expect(values).toEqual(expected);
  });

  it('are the same whatever order the names come in', () => {
    const names = ['a', 'B', 'á', 'b ', 'a-b', 'ab'];
    expect(new ExportColumns([...names].reverse()).header).toEqual(new ExportColumns(names).header);
  });

  it.each<[string, ExportedContact, string[]]>([
    ['each value in its column', contact({ gender: 'female', city: 'London' }), ['London', 'female']],
    ['a value by any spelling of its name', contact({ CITY: 'London' }), ['London', '']],
    ['nothing where it has no value', contact({}), ['', '']],
    ['no value that came after the columns were chosen', contact({ age: '7', gender: 'male' }), ['', 'male']],
    ['a formula as text', contact({ city: '=1+1' }), ["'=1+1", '']],
  ])('hold %s', (_, given, expected) => {
    expect(new ExportColumns(['city', 'gender']).row(given).slice(3)).toEqual(expected);
  });

  it('have a mark where a contact has one, and no value whose name means another column', () => {
    const mark = { scope: 'organisation', at: '', by: { kind: 'user', id: 'ana' }, reason: null } as const;
    const columns = new ExportColumns(['city', 'Opt_Out'], true);
    expect(columns.header).toEqual(['id', 'name', 'tags', 'opt_out', 'city']);
    const values = { city: 'London', Opt_Out: 'from before' };
    expect(columns.row(contact(values, { optOut: mark })).slice(3)).toEqual(['all', 'London']);
    expect(columns.row(contact({}, { optOut: { ...mark, scope: 'account' } }))[3]).toBe('yes');
    expect(columns.row(contact(values)).slice(3)).toEqual(['', 'London']);
    expect(() => columns.assertNoneBlank()).not.toThrow();
    expect(new ExportColumns(['city']).row(contact(values, { optOut: mark })).slice(3)).toEqual(['London']);
  });

  it('have the phone unchanged, and name and tags as text', () => {
    const columns = new ExportColumns([]);
    expect(columns.row(contact({}, { name: '+Jane', tags: [] }))).toEqual(['44687985632', "'+Jane", '']);
    expect(columns.row(contact({}, { tags: ['=x', 'dog'] }))).toEqual(['44687985632', 'Jane Smith', "'=x, dog"]);
  });

  it.each<[boolean, string[], Record<string, string>[]]>([
    [true, [], []],
    [true, ['city'], [{}, { city: 'London' }]],
    [true, ['city', 'age'], [{ CITY: 'London' }, { age: '7' }]],
    [false, ['city'], []],
    [false, ['city'], [{}, {}]],
    [false, ['city', 'age'], [{ city: 'London' }, { city: 'Leeds' }]],
  ])('may go out: %j, with %j, when the contacts have %j', (mayGoOut, names, rows) => {
    const columns = new ExportColumns(names);
    for (const values of rows) columns.row(contact(values));
    const end = () => columns.assertNoneBlank();
    if (mayGoOut) expect(end).not.toThrow();
    else expect(end).toThrow(ColumnLeftBlankError);
  });
});
