import { columnLetters } from '#contact-rules';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ExportColumns, ExportedContact } from './export-columns.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEET_PATH = 'xl/worksheets/sheet1.xml';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** All parts except the sheet: the minimum for a workbook (ECMA-376, part 1). */
const PARTS: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/><Override PartName="/${SHEET_PATH}" ContentType="${SPREADSHEET}.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="contacts" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

/**
 * Writes XLSX with every cell as text, so that phone numbers keep their digits. Without a library: this produces the
 * sheet only as fast as the zip is read. exceljs' writer does not, and takes 490 MB for a million contacts instead of
 * 200.
 */
export async function* writeXlsx(
  columns: ExportColumns,
  batches: AsyncIterable<ExportedContact[]>,
): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  for (const [name, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(DECLARATION + xml), name);
  const sheet = Readable.from(writeSheet(columns, batches), { objectMode: false });
  const output = zip.outputStream as Readable;
  // yazl does not handle errors of its input streams, and an unhandled error would end the process.
  for (const source of [zip, sheet]) source.on('error', (error: Error) => output.destroy(error));
  zip.addReadStream(sheet, SHEET_PATH);
  zip.end();
  try {
    for await (const chunk of output) yield chunk as Buffer;
  } finally {
    sheet.destroy();
  }
}

async function* writeSheet(columns: ExportColumns, batches: AsyncIterable<ExportedContact[]>): AsyncGenerator<Buffer> {
  const letters = columns.header.map((_, index) => columnLetters(index));
  let row = 1;
  yield Buffer.from(`${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>${sheetRow(row, letters, columns.header)}`);
  for await (const batch of batches) {
    let xml = '';
    for (const contact of batch) xml += sheetRow(++row, letters, columns.row(contact));
    yield Buffer.from(xml);
  }
  columns.assertNoneBlank();
  yield Buffer.from('</sheetData></worksheet>');
}

/** Blank cells are left out, because they would only make the file larger. */
function sheetRow(row: number, letters: readonly string[], cells: readonly string[]): string {
  let xml = `<row r="${row}">`;
  for (let i = 0; i < cells.length; i++) {
    const text = cells[i]!;
    if (text === '') continue;
    xml += `<c r="${letters[i]}${row}" t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
  }
  return `${xml}</row>`;
}

/**
 * Escapes markup as entities, and what XML would change as `_xHHHH_` (ECMA-376, ST_Xstring): carriage returns, and text
 * that looks like such an escape.
 */
function escapeText(text: string): string {
  if (!/[&<>\r]|_x/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_');
}
