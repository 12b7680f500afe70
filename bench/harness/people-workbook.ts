import ExcelJS from 'exceljs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { person, VALUE_COLUMNS } from '../../tools/demo/people.js';

const ROWS_PER_TURN = 2000;

/** Null: the row has no such cell. */
export type Cell = string | number | null;

/** The demo's people as a workbook with shared strings and numeric phones, as Excel writes them. */
export function writePeopleWorkbook(file: string, rows: number): Promise<void> {
  return writeWorkbook(file, people(rows), { useSharedStrings: true });
}

function* people(rows: number): Generator<Cell[]> {
  for (let index = 0; index < rows; index++) {
    const { phone, name, tags, values } = person(index);
    yield [Number(phone), name, tags.join(', '), ...VALUE_COLUMNS.map((column) => values[column] ?? null)];
  }
}

/** Writes a header and these rows, each of id, name, tags and the demo's value columns, by a third-party library. */
export async function writeWorkbook(
  file: string,
  rows: Iterable<Cell[]>,
  options: { useSharedStrings: boolean },
): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, ...options });
  const sheet = workbook.addWorksheet('Contacts');
  sheet.addRow(['id', 'name', 'tags', ...VALUE_COLUMNS]).commit();
  let written = 0;
  for (const cells of rows) {
    sheet.addRow(cells).commit();
    if (written++ % ROWS_PER_TURN === 0) await nextTurn();
  }
  sheet.commit();
  await workbook.commit();
}
