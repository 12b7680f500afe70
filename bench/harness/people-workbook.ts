import ExcelJS from 'exceljs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { person, VALUE_COLUMNS } from '../../tools/demo/people.js';

const ROWS_PER_TURN = 2000;

/**
 * The demo's people as a workbook with shared strings and numeric phones, as Excel writes them. Written by a
 * third-party library.
 */
export async function writePeopleWorkbook(file: string, rows: number): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useSharedStrings: true });
  const sheet = workbook.addWorksheet('Contacts');
  sheet.addRow(['id', 'name', 'tags', ...VALUE_COLUMNS]).commit();
  for (let index = 0; index < rows; index++) {
    const { phone, name, tags, values } = person(index);
    const cells = [Number(phone), name, tags.join(', '), ...VALUE_COLUMNS.map((column) => values[column] ?? null)];
    sheet.addRow(cells).commit();
    if (index % ROWS_PER_TURN === 0) await nextTurn();
  }
  sheet.commit();
  await workbook.commit();
}
