import { fileError, listed } from '#contact-rules';
import type { Limits } from '#contracts';
import type { WorkBook } from '@e965/xlsx';
import { numberText } from '../cells/number-text.js';
import { RowBuilder } from '../cells/row-builder.js';
import { chooseSheet, namesOf, type UsableSheet } from '../cells/choose-sheet.js';
import { FileRefusedError } from '../row-reader.js';
import type { CellSink } from './cell-sink.js';
import type { XlsMessage } from './messages.js';

const ROWS_BETWEEN_BATCHES = 200;
/** MS-XLS 2.5.10 */
const ERRORS: Record<number, string> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
};

/**
 * The rows of the stated sheet, or else the first visible one, of a workbook that SheetJS has read.
 * @param cellsOf returns the cells of a sheet
 * @throws FileRefusedError when there is no visible sheet or not the stated one, or the file was cut off
 */
export function* xlsRows(
  workbook: WorkBook,
  cellsOf: (sheet: object) => CellSink | undefined,
  limits: Limits,
  stated?: string,
): Generator<XlsMessage> {
  const sheets = sheetsOf(workbook);
  yield { kind: 'dialect', dialect: { sheets: namesOf(sheets) } };
  const { name: sheetName } = chooseSheet(sheets, stated) ?? refuse(workbook);
  yield { kind: 'dialect', dialect: { sheet: sheetName } };
  const sheet = workbook.Sheets[sheetName]!;
  const rows = new RowBuilder(limits);
  const isHidden = (row: number): boolean => sheet['!rows']?.[row]?.hidden === true;
  const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
  let current = -1;
  let started = 0;
  for (const { row, column, value } of cellsOf(sheet)?.cells() ?? []) {
    if (row !== current) {
      if (current !== -1) rows.end();
      rows.start(row + 1, isHidden(row));
      current = row;
      if (++started % ROWS_BETWEEN_BATCHES === 0) yield* batches(rows);
    }
    switch (value.kind) {
      case 'number':
        rows.add(column, numberText(value.number, value.format, date1904));
        break;
      case 'text':
        rows.add(column, value.text);
        break;
      case 'boolean':
        rows.add(column, String(value.isTrue));
        break;
      case 'error':
        rows.add(column, ERRORS[value.code] ?? '#VALUE!', 'cell_error');
    }
  }
  if (current !== -1) rows.end();
  yield* batches(rows);
  const others = workbook.SheetNames.filter((name) => name !== sheetName);
  const othersHaveData = others.some((name) => (cellsOf(workbook.Sheets[name] ?? {})?.size ?? 0) > 0);
  const remarks = { hiddenRows: rows.hiddenRows, mergedAreas: sheet['!merges']?.length ?? 0 };
  yield { kind: 'end', remarks, sheetName: othersHaveData ? sheetName : null };
}

/** A missing sheet means that the file was cut off; it does not matter behind the first visible one. */
function sheetsOf({ SheetNames, Sheets, Workbook }: WorkBook): UsableSheet[] {
  const sheets: UsableSheet[] = [];
  for (const name of SheetNames) {
    const sheet = Sheets[name];
    if (!sheet && sheets.some(({ isVisible }) => isVisible)) continue;
    if (!sheet) throw new FileRefusedError(fileError('broken_workbook', {}));
    const hidden = Workbook?.Sheets?.find((properties) => properties.name === name)?.Hidden ?? 0;
    if (sheet['!type'] === undefined) sheets.push({ name, isVisible: hidden === 0 });
  }
  return sheets;
}

function refuse({ SheetNames }: WorkBook): never {
  throw new FileRefusedError(
    SheetNames.length === 0
      ? fileError('broken_workbook', {})
      : fileError('no_visible_sheet/found', {}, { sheets: listed(SheetNames) }),
  );
}

function* batches(rows: RowBuilder): Generator<XlsMessage> {
  for (const batch of rows.take()) yield { kind: 'rows', rows: batch };
}
