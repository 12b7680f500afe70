import { defaultLimits, type StoredMends } from '#contracts';
import { describe, expect, it } from 'vitest';
import type { Row } from '../readers/row-reader.js';
import { cellsOf, rejectionOf, rowOf } from '../rows/checked-objects.js';
import { Mends } from './mends.js';
import { RowChecker } from './row-checker.js';

const WHO = { by: { kind: 'user', id: 'ann' }, at: '2026-11-30T08:00:00.000Z' } as const;
const [ANA, EVA] = ['34600000001', '34600000002'];
const HEADER = ['id', 'name', 'city'];

function check(cells: string[][], mends: Partial<StoredMends>, faults: Record<number, Row['faults']> = {}) {
  const stored = { rows: [], same: [], kinds: [], ...mends };
  const options = { blankCells: 'keep' } as const;
  const checker = new RowChecker(defaultLimits, options, () => {}, 0, null, null, new Mends(stored));
  const rows = [HEADER, ...cells].map((row, at) => ({ rowNumber: at + 1, cells: row, faults: faults[at + 1] }));
  const records = checker.check(rows.map(({ faults, ...row }): Row => ({ ...row, ...(faults && { faults }) })));
  const found = records.good.join('').split('\x1e').slice(1, -1);
  return {
    checker,
    good: found.map((record) => [rowOf(record), ...cellsOf(record)]),
    rejected: records.rejected.map((record) => ({ row: rowOf(record), ...rejectionOf(record.slice(0, -1)) })),
    noted: checker.noted.rows.map(({ row, reason: { code } }) => [row, code]),
    blank: checker.blankColumns(),
  };
}
const row = (number: number, rest: object): StoredMends['rows'][number] => ({
  ...{ row: number, cells: {} },
  ...rest,
  ...WHO,
});

describe('a mended row', () => {
  it('is checked as it was mended, also a good one among sure ones', () => {
    const many = Array.from({ length: 30 }, (_, at) => [String(34600000100 + at), 'Bob', 'Rome']);
    const { good, noted } = check([...many, ['12', 'Ana']], {
      rows: [row(30, { cells: { City: 'Oslo' } }), row(32, { cells: { id: ANA, city: 'Lugo' } })],
    });
    expect(good.slice(27)).toEqual([
      [29, '34600000127', 'Bob', 'Rome'],
      [30, '34600000128', 'Bob', 'Oslo'],
      [31, '34600000129', 'Bob', 'Rome'],
      [32, ANA, 'Ana', 'Lugo'],
    ]);
    expect(noted).toEqual([
      [30, 'row_mended'],
      [32, 'row_mended'],
    ]);
  });

  it('that is still wrong says who mended it, and what it was', () => {
    const { rejected, checker } = check([['12', '', 'Lugo']], { rows: [row(2, { cells: { name: 'Bob' } })] });
    expect(rejected).toMatchObject([
      {
        row: 2,
        cells: ['12', 'Bob', 'Lugo'],
        reason: { code: 'phone_not_possible', column: 'id', mend: { ...WHO, before: ['12', '', 'Lugo'] } },
      },
    ]);
    expect(checker.rejected).toBe(1);
  });

  it('loses the cells that are too many only if that was said', () => {
    const cells = [
      [ANA, 'Ana', 'Rome'],
      [EVA, 'Pardo', 'Eva', 'x'],
    ];
    const mended = { cells: { name: 'Pardo, Eva', city: '' } };
    expect(check(cells, { rows: [row(3, mended)] }).rejected).toMatchObject([{ reason: { code: 'too_many_cells' } }]);
    expect(check(cells, { rows: [row(3, { ...mended, dropSurplus: true })] }).good[1]).toEqual([
      3,
      EVA,
      'Pardo, Eva',
      '',
    ]);
  });

  it('has a value where the cell of a workbook had none', () => {
    const faults = { 2: [{ index: 0, code: 'cell_error' as const }] };
    expect(check([['#N/A', 'Ana']], { rows: [row(2, { cells: { id: ANA } })] }, faults).good).toEqual([
      [2, ANA, 'Ana'],
    ]);
    expect(check([['#N/A', 'Ana']], { rows: [row(2, { cells: { name: 'A' } })] }, faults).rejected).toHaveLength(1);
  });

  it('keeps no separator of records', () => {
    expect(check([['12', 'Ana']], { rows: [row(2, { cells: { id: ANA, name: 'a\x1eb' } })] }).rejected).toMatchObject([
      { reason: { code: 'control_character' } },
    ]);
  });
});

it('mends every cell of a column that says the same, whatever is around it', () => {
  const { good, checker } = check(
    [
      [ANA, ' ', 'Rome'],
      [EVA, '', 'Roma'],
    ],
    {
      same: [
        { column: 'name', from: '', to: 'Customer', ...WHO },
        { column: 'gone', from: '', to: 'x', ...WHO },
      ],
    },
  );
  expect(good).toEqual([
    [2, ANA, 'Customer', 'Rome'],
    [3, EVA, 'Customer', 'Roma'],
  ]);
  expect(checker.remarks()).toEqual([{ code: 'rows_mended', with: { count: 2 } }]);
});

it('leaves out rows, one by one and by their error, and counts none of them', () => {
  const cells = [
    [ANA, 'Ana', ''],
    ['12', 'Bob', ''],
    [EVA, '', 'Oslo'],
    [EVA, 'Eva', ''],
  ];
  const mends = { rows: [row(2, { leaveOut: true })], kinds: [{ code: 'name_missing', ...WHO }] };
  const { checker, noted, blank, good } = check(cells, mends);
  expect([checker.rows, checker.rejected, good.length]).toEqual([2, 1, 1]);
  expect(noted).toEqual([
    [2, 'row_left_out'],
    [4, 'row_left_out'],
  ]);
  // No column becomes blank throughout by that.
  expect(blank).toEqual([false, false, false]);
  expect(checker.remarks()).toEqual([{ code: 'rows_left_out', with: { count: 2 } }]);
});
