import type { ContactRecord } from '#persistence';
import ExcelJS from 'exceljs';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ExportColumns } from './export-columns.js';

/** XLSX with every cell as text, so that phone numbers keep their digits. */
export async function* writeXlsx(
  columns: ExportColumns,
  batches: AsyncIterable<ContactRecord[]>,
): AsyncGenerator<Buffer> {
  const output = new PassThrough();
  const written = fillWorkbook(output, columns, batches);
  // The reader below sees the failure; without this a failure before it reads would count as unhandled.
  written.catch((error: Error) => output.destroy(error));
  for await (const chunk of output) yield chunk as Buffer;
  await written;
}

async function fillWorkbook(
  output: PassThrough,
  columns: ExportColumns,
  batches: AsyncIterable<ContactRecord[]>,
): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: output,
    useStyles: false,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet('contacts');
  sheet.addRow(columns.header.map(escapeText)).commit();
  for await (const batch of batches) {
    for (const record of batch) sheet.addRow(columns.row(record).map(textCell)).commit();
    if (output.writableNeedDrain) await once(output, 'drain');
  }
  columns.assertNoneBlank();
  sheet.commit();
  await workbook.commit();
}

/** A blank cell is left out: it would only make the file larger. */
function textCell(text: string): string | null {
  return text === '' ? null : escapeText(text);
}

/**
 * Writes what XML would change as `_xHHHH_` (ECMA-376, ST_Xstring): a carriage return, and text that looks like such an
 * escape itself.
 */
function escapeText(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replaceAll('\r', '_x000D_');
}
