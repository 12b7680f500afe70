import { beforeAll, describe, expect, it } from 'vitest';
import * as sheetJs from '@e965/xlsx';
import ExcelJs from 'exceljs';
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { compileIfNeeded } from '../../../scripts/build.mjs';
import { readRows } from '../../support/read-rows.js';

// The process that reads XLS is a compiled program.
beforeAll(() => compileIfNeeded(), 60_000);

const fixture = (name: string) => readFileSync(`test/fixtures/workbooks/${name}`);

describe('a workbook of LibreOffice', () => {
  it.each(['contacts.xlsx', 'contacts.xls'])('%s', async (name) => {
    const { rows, warnings, refusal } = await readRows(fixture(name));
    expect(refusal).toBeNull();
    expect(rows).toEqual([
      { rowNumber: 1, cells: ['id', 'name', 'tags', 'value'] },
      { rowNumber: 2, cells: ['34666555444', 'Jane Smith', 'cat, dog', '2026-11-22'] },
      { rowNumber: 3, cells: ['34666555445', 'Ana García', '', '2026-11-22T13:45:00'] },
      { rowNumber: 4, cells: ['+34 666 555 446', 'ليلى 👩‍🚀', '', '13:45:00'] },
      { rowNumber: 5, cells: ['34666555447', 'D', '', '37:30:00'] },
      { rowNumber: 6, cells: ['34666555448', 'E', '', 'true'] },
      { rowNumber: 7, cells: ['34666555449', 'Formula', '', '0.3'] },
      { rowNumber: 8, cells: ['34666555450', 'G', '', '#N/A'], faults: [{ index: 3, code: 'cell_error' }] },
      { rowNumber: 9, cells: ['34666555451', 'Hidden', '', '08001'] },
      { rowNumber: 11, cells: ['34666555452', 'Merged', '', '0.125'] },
      { rowNumber: 12, cells: ['34666555453', 'Two\nlines & _x000D_ <b>', '', '-1234.5'] },
    ]);
    expect(warnings).toEqual(['hidden_rows', 'merged_cells', 'other_sheets']);
  });

  it.each(['old-mac.xlsx', 'old-mac.xls'])('that counts days from 1904: %s', async (name) => {
    expect((await readRows(fixture(name))).cells[1]).toEqual(['34666555444', 'Jane', '2026-11-22']);
  });

  it.each([
    ['encrypted.xlsx', 'encrypted_workbook'],
    ['encrypted.xls', 'encrypted_workbook'],
    ['contacts.ods', 'unknown_format'],
  ])('that cannot be read: %s', async (name, code) => {
    expect((await readRows(fixture(name))).refusal?.code).toBe(code);
  });
});

describe('a workbook of exceljs', () => {
  const fill = (sheet: ExcelJs.Worksheet): void => {
    sheet.addRow(['id', 'name', 'a', 'b']).commit();
    const row = sheet.addRow([
      34666555444,
      { richText: [{ text: 'Ana ', font: { bold: true } }, { text: 'García' }] },
      true,
    ]);
    row.getCell(4).value = new Date(Date.UTC(2026, 10, 22, 13, 45));
    row.commit();
    const formulas = sheet.addRow([]);
    formulas.getCell(1).value = { formula: '34666555444+1', result: 34666555445 };
    formulas.getCell(2).value = { formula: '"J"', result: 'J' };
    formulas.getCell(3).value = { formula: 'A1' };
    formulas.getCell(4).value = { error: '#N/A' };
    formulas.commit();
    sheet.addRow(['34666555446', { text: 'Link', hyperlink: 'https://example.com' }, 1e-7, 0.1 + 0.2]).commit();
  };
  const expected = [
    { rowNumber: 1, cells: ['id', 'name', 'a', 'b'] },
    { rowNumber: 2, cells: ['34666555444', 'Ana García', 'true', '2026-11-22T13:45:00'] },
    {
      rowNumber: 3,
      cells: ['34666555445', 'J', '=A1', '#N/A'],
      faults: [
        { index: 2, code: 'formula_without_result' },
        { index: 3, code: 'cell_error' },
      ],
    },
    { rowNumber: 4, cells: ['34666555446', 'Link', '0.0000001', '0.3'] },
  ];

  it('as a whole', async () => {
    const workbook = new ExcelJs.Workbook();
    fill(workbook.addWorksheet('Contacts'));
    expect((await readRows(Buffer.from(await workbook.xlsx.writeBuffer()))).rows).toEqual(expected);
  });

  it.each([true, false])('as a stream, with shared texts: %s', async (useSharedStrings) => {
    const stream = new PassThrough();
    const options = { stream, useSharedStrings, useStyles: true };
    const workbook = new ExcelJs.stream.xlsx.WorkbookWriter(options);
    fill(workbook.addWorksheet('Contacts'));
    const [bytes] = await Promise.all([buffer(stream), workbook.commit()]);
    expect((await readRows(bytes)).rows).toEqual(expected);
  });
});

describe('a workbook of SheetJS', () => {
  const write = (bookType: sheetJs.BookType, cells: unknown[][], options: sheetJs.WritingOptions = {}): Buffer => {
    const book = sheetJs.utils.book_new();
    const sheet = sheetJs.utils.aoa_to_sheet(cells as never, { UTC: true, dateNF: 'yyyy-mm-dd' });
    sheetJs.utils.book_append_sheet(book, sheet, 'Contacts');
    return sheetJs.write(book, { type: 'buffer', bookType, ...options }) as Buffer;
  };
  const cells = [
    ['id', 'name', 'joined', 'vip', 'n'],
    [34666555444, 'Ana García', new Date('2026-11-22T00:00:00Z'), true, 0.1],
    ['34666555445', '東京 👩‍🚀', new Date('2026-11-22T13:45:00Z'), false, -7],
  ];
  const expected = [
    ['id', 'name', 'joined', 'vip', 'n'],
    ['34666555444', 'Ana García', '2026-11-22', 'true', '0.1'],
    ['34666555445', '東京 👩‍🚀', '2026-11-22T13:45:00', 'false', '-7'],
  ];

  it.each(['xlsx', 'xlsm', 'xlam', 'biff8'])('%s', async (bookType) => {
    expect((await readRows(write(bookType as sheetJs.BookType, cells))).cells).toEqual(expected);
  });

  it('xlsx with shared texts', async () => {
    expect((await readRows(write('xlsx', cells, { bookSST: true, compression: true }))).cells).toEqual(expected);
  });

  it('Excel 5, in the letters of Western Europe', async () => {
    const bytes = write('biff5', cells.slice(0, 2));
    // SheetJS writes only ASCII.
    bytes.write('í', bytes.indexOf('Garc_a') + 4, 'latin1');
    expect((await readRows(bytes)).cells).toEqual(expected.slice(0, 2));
  });

  it.each<[sheetJs.BookType, string]>([
    ['xlsb', 'unknown_format'],
    ['xlml', 'unknown_format'],
    ['html', 'unknown_format'],
  ])('%s is refused', async (bookType, code) => {
    const refused = await readRows(write(bookType, cells)).catch((error: { refusal: { code: string } }) => error);
    expect(refused.refusal?.code).toBe(code);
  });
});
