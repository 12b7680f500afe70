import { describe, expect, it } from 'vitest';
import { asChosen, type ColumnMeaning, type RowOptions } from '#contact-rules';
import { defaultLimits, type Coded, type Limits } from '#contracts';
import fc from 'fast-check';
import { cellsOf, rejectionOf, rowOf } from '../rows/checked-objects.js';
import { CsvTokenizer } from '../readers/csv/csv-tokenizer.js';
import type { Row } from '../readers/row-reader.js';
import { FewerSurplusCellsError, UnknownColumnsError } from './reading-errors.js';
import { RowChecker } from './row-checker.js';

const JANE = '44687985632';
const BOB = '44986523145';

const recordsOf = (pieces: (string | Buffer)[]) => pieces.join('').split('\x1e').slice(0, -1);

function check(
  rows: string[][],
  limits: Partial<Limits> = {},
  faults: Record<number, Row['faults']> = {},
  keepsOldForm?: RowOptions['keepsOldForm'],
) {
  const warnings: Coded[] = [];
  const options = { blankCells: 'keep', keepsOldForm } as const;
  const checker = new RowChecker({ ...defaultLimits, ...limits }, options, (warning) => warnings.push(warning));
  const numbered = rows.map((cells, index): Row => {
    const found = faults[index + 1];
    return { rowNumber: index + 1, cells, ...(found && { faults: found }) };
  });
  const { good, rejected } = checker.check(numbered);
  const withoutEnd = (record: string) => record.slice(0, -1);
  return {
    checker,
    preview: checker.shown.preview,
    warnings: warnings.map(({ code }) => code),
    good: recordsOf(good).map((record) => [rowOf(record), ...cellsOf(record)]),
    rejected: rejected.map(withoutEnd).map((record) => [rowOf(record), ...rejectionOf(record).cells]),
    losing: numbered.map(({ rowNumber }) => rowNumber).filter((row) => checker.losing.has(row)),
    blank: checker.columns.filter((_, index) => checker.blankColumns()[index]).map(({ name }) => name),
  };
}

describe('rows', () => {
  it('are good or rejected, with their cells as they came; blank ones are neither', () => {
    const { checker, good, rejected } = check([
      ['', ' '],
      ['Id', 'name', 'city'],
      [`+${JANE}`, ' Jane ', 'London'],
      ['', ''],
      ['12', 'Bob', ''],
      [BOB, 'Bob'],
      [BOB, 'Smith', 'Jane', 'dog'],
    ]);
    expect(good).toEqual([
      [2, 'Id', 'name', 'city'],
      [3, `+${JANE}`, ' Jane ', 'London'],
      [6, BOB, 'Bob'],
    ]);
    expect(rejected).toEqual([
      [5, '12', 'Bob', ''],
      [7, BOB, 'Smith', 'Jane', 'dog'],
    ]);
    expect([checker.rows, checker.rejected]).toEqual([4, 2]);
  });

  it('show three cells of each column, from further down too', () => {
    const rows = Array.from({ length: 30 }, (_, row) => [
      String(34600000000 + row),
      `P${row}`,
      row > 24 ? `x${row}` : '',
    ]);
    expect(check([['id', 'name', 'city'], ...rows]).checker.shown.samples).toEqual([
      ['34600000000', '34600000001', '34600000002'],
      ['P0', 'P1', 'P2'],
      ['x25'],
    ]);
  });

  it('wait until it is known what the columns are', () => {
    const rows = [
      ['Cel', 'name'],
      [JANE, 'Jane'],
    ];
    expect(() => check(rows)).toThrow(UnknownColumnsError);
    expect(() => check([['id', 'name', 'ID']])).not.toThrow(UnknownColumnsError);
  });

  it('lose a blank cell that all have beyond the header, with a warning', () => {
    const rows = [
      ['id', 'name', 'city'],
      [JANE, 'Jane', 'London', ''],
      [BOB, 'Smith', 'Bob', 'x', ''],
      ['12', 'Ann', '', ' '],
      [BOB, 'Smith', 'Bob', ''],
    ];
    const { checker, good, rejected } = check(rows);
    expect(good.slice(1)).toEqual([
      [2, JANE, 'Jane', 'London'],
      [5, BOB, 'Smith', 'Bob'],
    ]);
    expect(rejected).toEqual([
      [3, BOB, 'Smith', 'Bob', 'x', ''],
      [4, '12', 'Ann', ''],
    ]);
    expect(checker.remarks()).toEqual([{ code: 'surplus_cells', with: { count: 1 } }]);
    expect(() => check([...rows, ['', ''], [JANE, 'Jane', 'London']])).toThrow(new FewerSurplusCellsError(0));
  });

  it('are rejected for a blank cell beyond the header that not all have', () => {
    const { checker, rejected } = check([
      ['id', 'name', 'tags', 'city'],
      [JANE, 'Jane', '', 'London'],
      [BOB, 'Pardo', ' Eva', 'dog', ''],
    ]);
    expect(rejected).toEqual([[3, BOB, 'Pardo', ' Eva', 'dog', '']]);
    expect(checker.remarks()).toEqual([]);
    const all = check([
      ['id', 'name'],
      [JANE, 'Smith', 'Jane'],
    ]);
    expect([all.checker.rejected, all.checker.remarks()]).toEqual([1, []]);
  });

  it('have the new form of a Mexican number, unless a contact has the old one', () => {
    const [old, recent] = ['5215512345678', '5215587654321'];
    const rows = [
      ['id', 'name'],
      [old, 'Old'],
      [`+${recent}`, 'Recent'],
    ];
    const { checker, good, preview } = check(rows, {}, {}, (written) => written === old);
    expect(good.slice(1)).toEqual([
      [2, old, 'Old'],
      [3, '525587654321', 'Recent'],
    ]);
    expect(preview).toEqual([
      [old, 'Old'],
      [`+${recent}`, 'Recent'],
    ]);
    expect([old, recent, '525587654321'].map((phone) => checker.phones.get(Number(phone)))).toEqual([2, 0, 3]);
    expect(checker.remarks()).toEqual([{ code: 'mexican_numbers', with: { count: 1, row: 3 } }]);
  });

  it('lose against the last good one with the same phone', () => {
    const { losing, checker } = check([
      ['id', 'name'],
      [JANE, 'a'],
      [`00${JANE}`, 'b'],
      [BOB, 'c'],
      [JANE, 'd'],
      [JANE, ''],
    ]);
    expect(losing).toEqual([2, 3]);
    expect(checker.phones.get(Number(JANE))).toBe(5);
  });

  it('may have any content in ignored columns', () => {
    const { good, warnings } = check([
      ['id', 'name', 'import_error'],
      [JANE, 'Jane', 'a\x1fb\x1ec'],
    ]);
    expect(good[1]).toEqual([2, JANE, 'Jane', 'a b c']);
    expect(warnings).toEqual(['reserved_columns']);
  });

  it('are rejected for a cell of a workbook that has no value', () => {
    const rows = [
      ['id', 'name', 'city', 'plan'],
      [JANE, 'Jane', '', ''],
      ['', '', '', ''],
    ];
    const { blank, rejected, checker } = check(
      rows,
      {},
      {
        2: [{ index: 2, code: 'formula_without_result' }],
        3: [{ index: 0, code: 'cell_error' }],
      },
    );
    expect(rejected.map(([row]) => row)).toEqual([2, 3]);
    expect([checker.rows, blank]).toEqual([2, ['plan']]);
  });

  it('are shown as wide as the columns and not too long', () => {
    const { checker } = check([
      ['id', 'name', 'city', ''],
      [JANE, 'x'.repeat(10_000)],
    ]);
    expect(checker.shown.preview).toEqual([[JANE, `${'x'.repeat(120)}…`, '']]);
  });
});

describe('blank columns', () => {
  it.each<[string, string[][], string[]]>([
    ['blank in every row', [[JANE, 'Jane', '', ' ', 'x']], ['city', 'plan']],
    [
      'filled in a rejected row',
      [
        [JANE, 'Jane'],
        ['12', 'Bob', 'London'],
      ],
      ['plan', 'age'],
    ],
    [
      'filled in a losing row',
      [
        [JANE, 'Jane', 'London'],
        [JANE, 'Jane'],
      ],
      ['plan', 'age'],
    ],
    ['of a file without rows', [], []],
    [
      'of a file with a shifted row',
      [
        [JANE, 'Jane'],
        [BOB, 'Smith', 'Bob', '', '', 'x'],
      ],
      [],
    ],
  ])('%s', (_, rows, expected) => {
    expect(check([['id', 'name', 'city', 'plan', 'age'], ...rows]).blank).toEqual(expected);
  });
});

describe('files', () => {
  it.each<[string, string[][], { code: string; row: number | null }]>([
    ['without an id', [['name'], ['Jane']], { code: 'missing_id_column/line', row: 1 }],
    [
      'with data under a blank header cell',
      [
        ['id', 'name', ''],
        [JANE, 'Jane'],
        [BOB, 'Bob', 'x'],
      ],
      { code: 'header_blank', row: 3 },
    ],
    [
      'with too many rows',
      [
        ['id', 'name'],
        [JANE, 'a'],
        ['', ''],
        [JANE, 'b'],
        [JANE, 'c'],
      ],
      { code: 'too_many_rows', row: 5 },
    ],
  ])('are refused: %s', (_, rows, refusal) => {
    expect(() => check(rows, { rows: 2 })).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining(refusal) }),
    );
  });
});

describe('a stated header row', () => {
  const checked = (rows: string[][], headerRow: number) => {
    const checker = new RowChecker(defaultLimits, { blankCells: 'keep', headerRow }, () => {});
    checker.check(rows.map((cells, index) => ({ rowNumber: index + 1, cells })));
    checker.requireHeader();
    return checker;
  };
  const title = ['Customers', '', ' 2026 '];

  it('has the rows above it left out', () => {
    const checker = checked([title, [''], ['id', 'name'], [JANE, 'Jane']], 3);
    expect(checker).toMatchObject({ headerRow: 3, header: ['id', 'name'], rows: 1, rejected: 0 });
    expect(checker.shown.preview).toEqual([[JANE, 'Jane']]);
  });

  it.each<[string, string[][], number]>([
    ['blank', [title, [''], ['id', 'name']], 2],
    ['beyond the end', [title, ['id', 'name']], 5],
  ])('is refused if it is %s, with the first row that has text', (_, rows, headerRow) => {
    expect(() => checked(rows, headerRow)).toThrow(
      expect.objectContaining({
        refusal: {
          code: 'header_row_missing',
          with: { row: headerRow, first: 1, line: 'Customers, 2026' },
          row: headerRow,
          column: null,
        },
      }),
    );
  });

  it('is that of an empty file', () => {
    expect(() => checked([], 2)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'empty_file' }) }),
    );
  });
});

describe('numbers without a country code', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ rowNumber: index + 2, cells: [`600 111 ${200 + index}`, 'Ann'] }));
  const checked = (count: number, more: Row[] = []) => {
    const checker = new RowChecker(defaultLimits, { blankCells: 'keep', defaultCountry: 'ES' }, () => {});
    const header = { rowNumber: 1, cells: ['id', 'name'] };
    const { good } = checker.check([header, ...rows(count), ...more]);
    return { good: recordsOf(good).map(cellsOf), checker };
  };

  it('are those of the stated country, and five are shown', () => {
    const { good, checker } = checked(30);
    expect(good.slice(1)).toEqual(rows(30).map((_, index) => [`34600111${200 + index}`, 'Ann']));
    expect(checker.shown.preview[0]).toEqual(['600 111 200', 'Ann']);
    const numbers = Array.from({ length: 5 }, (_, index) => `60011120${index} → 3460011120${index}`).join(', ');
    expect(checker.remarks()).toEqual([
      { code: 'national_numbers/shown', with: { count: 30, country: 'ES', numbers } },
    ]);
  });

  it('are the same as with their code', () => {
    const { checker } = checked(1, [{ rowNumber: 9, cells: ['+34600111200', 'Anna'] }]);
    expect(checker.losing.has(2)).toBe(true);
    expect(checker.phones.get(34600111200)).toBe(9);
  });

  it('may be ones of another country', () => {
    const checker = new RowChecker(defaultLimits, { blankCells: 'keep', defaultCountry: 'DE' }, () => {});
    const cells = [
      ['id', 'name'],
      ['0171 1234567', 'Ann'],
      ['15712345678', 'Bob'],
      ['15712345679', 'Eve'],
    ];
    checker.check(cells.map((row, index) => ({ rowNumber: index + 1, cells: row })));
    expect(checker.remarks()).toMatchObject([
      { code: 'national_numbers/shown', with: { count: 3 } },
      { code: 'doubtful_numbers', with: { count: 2, row: 3 } },
    ]);
  });
});

describe('rows of any text', () => {
  const phone = fc.oneof(
    fc.constantFrom(
      JANE,
      BOB,
      `+${JANE}`,
      `00${JANE}`,
      '600111222',
      '600 111-222',
      '07911 123456',
      '7911123456',
      `+44 (0)7911 123456`,
      '34 600-111-222',
      '12',
      '',
      ' ',
      `'+${JANE}`,
    ),
    fc.constantFrom(
      '44687985632.0',
      '3.46665E+10',
      '٣٤٦٠٠',
      '0034',
      '+00447911123456',
      '+',
      '1'.repeat(16),
      `${BOB}\u00a0`,
    ),
    fc.string({ unit: fc.constantFrom(...'0123456789 +-().'), maxLength: 18 }),
  );
  const text = fc.oneof(
    fc.constantFrom(
      'Jane',
      '',
      ' ',
      '\u00a0',
      '\u3000',
      'é',
      ' x ',
      '李',
      '"q"',
      'a\nb',
      "'=1",
      "'",
      '\ufe0f',
      '\uffff',
      '\x1f',
      '\x1e\t',
    ),
    fc.constantFrom('x'.repeat(9), 'é'.repeat(5), 'a,b,c', 'a,a,a,a', ',,', '\ufeffx', '\u0085'),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );
  const row = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(phone, text, text, text, text) },
    { weight: 1, arbitrary: fc.array(text, { maxLength: 7 }) },
  );
  const parts = asChosen([
    { column: 'Cel', kind: 'id' },
    { column: 'Nombre', kind: 'givenName' },
    { column: 'Apellidos', kind: 'familyName' },
    { column: 'Notas', kind: 'ignored' },
  ]);
  const header = fc.constantFrom<[string[], ColumnMeaning[] | null]>(
    [['id', 'name', 'tags', 'city', 'plan'], null],
    [['city', 'Name', 'ID', 'tags', ''], null],
    [['import_error', 'tags', 'name', 'id', 'city'], null],
    [['id', 'name', 'city', 'plan'], null],
    [['Cel', 'Nombre', 'Apellidos', 'tags', 'Notas'], parts],
    [['Apellidos', 'Notas', 'Cel', 'plan', 'Nombre'], parts],
  );
  const surplus = fc.constantFrom<string[]>([], [], [''], ['', '']);
  const country = fc.constantFrom(undefined, 'ES', 'GB', 'DE');
  const limits = { ...defaultLimits, nameCharacters: 4, cellBytes: 40, tagsPerContact: 3, valuesPerContact: 1 };

  const outcome = (
    feed: (checker: RowChecker) => ReturnType<RowChecker['check']>,
    loose: boolean,
    meanings: ColumnMeaning[] | null,
    defaultCountry: string | undefined,
  ) => {
    const options = { blankCells: 'keep', defaultCountry } as const;
    const checker = new RowChecker(loose ? defaultLimits : limits, options, () => {}, 0, null, meanings);
    try {
      const { good, rejected } = feed(checker);
      const losing = Array.from({ length: 60 }, (_, number) => checker.losing.has(number));
      // Blank cells at the end are not there when a row was checked by its strings.
      const records = recordsOf(good).map((record) => record.replace(/\x1f+$/, ''));
      const { rows } = checker;
      const { preview } = checker.shown;
      return [records, rejected.join(''), losing, checker.blankColumns(), preview, rows, checker.remarks()];
    } catch (error) {
      return error;
    }
  };

  it('are judged by their bytes as they are by their strings', () => {
    fc.assert(
      fc.property(
        header,
        country,
        fc.array(row, { maxLength: 30 }),
        fc.boolean(),
        surplus,
        ([head, meanings], of, rows, loose, extra) => {
          // The first rows always use the slow path: for the preview, and until each column has had a value.
          const body = [...Array.from({ length: 21 }, () => head.map(() => JANE)), ...rows];
          const lines = [head, ...body.map((cells) => [...cells, ...extra])];
          const csv = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
          const tokenizer = new CsvTokenizer(',');
          const read = tokenizer.push(Buffer.from(`${csv}\n`));
          const sheet = [...read];
          // Rows with a list of faults, even an empty one, never use the fast path.
          const strings = sheet.map((row) => ({ ...row, cells: [...row.cells], faults: [] }));
          const expected = outcome((checker) => checker.check(strings), loose, meanings, of);
          expect(outcome((checker) => checker.check(read), loose, meanings, of)).toEqual(expected);
          expect(outcome((checker) => checker.check(sheet), loose, meanings, of)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});
