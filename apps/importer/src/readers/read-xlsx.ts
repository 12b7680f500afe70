import { coded } from '#contracts';
import { warnOf } from './cells/row-builder.js';
import { FileRefusedError, type ReadContext, type Row, type SourceFile } from './row-reader.js';
import { readXml } from './xlsx/read-xml.js';
import { readSharedStrings } from './xlsx/shared-strings.js';
import { SheetRows } from './xlsx/sheet-rows.js';
import { StringStore } from './xlsx/string-store.js';
import { readStyles } from './xlsx/styles.js';
import { readWorkbookPart } from './xlsx/workbook.js';
import { SPREADSHEET } from './xlsx/xml-reader.js';
import { ZipPackage } from './xlsx/zip-package.js';

/** How many other sheets are searched for data, and how much of each. */
const MAX_OTHER_SHEETS = 20;
const GLANCE_BYTES = 256 * 1024;

/**
 * Reads the stated sheet of an XLSX file, or else the first visible one. It fetches only the needed byte ranges. Memory
 * is bounded; shared strings beyond the limit go to a temporary file.
 * @throws FileRefusedError when it is not a workbook, damaged, encrypted, or made to exhaust resources
 */
export async function* readXlsx(file: SourceFile, context: ReadContext): AsyncGenerator<Row[]> {
  const strings = new StringStore();
  const zip = await ZipPackage.open(file, context);
  try {
    const workbook = await readWorkbookPart(zip, context);
    const { sheetName, sheetPart, otherSheets, sharedStringsPart, stylesPart, date1904 } = workbook;
    context.found?.({ sheet: sheetName });
    const styles = await readStyles(zip, stylesPart);
    for await (const _ of readSharedStrings(zip, sharedStringsPart, strings)) yield [];
    const sheet = new SheetRows({ strings, styles, date1904 }, context.limits);
    yield* readSheet(zip, sheetPart, sheet);
    warnOf({ hiddenRows: sheet.rows.hiddenRows, mergedAreas: sheet.mergedAreas }, context.warn);
    if (context.stated?.sheet === undefined && (await anyHasData(zip, otherSheets)))
      context.warn(coded('other_sheets', { read: sheetName }));
  } finally {
    zip.close();
    await strings.close();
  }
}

async function* readSheet(zip: ZipPackage, part: string, sheet: SheetRows): AsyncGenerator<Row[]> {
  const steps = readXml(zip.read(part), SPREADSHEET, sheet);
  try {
    for (;;) {
      const { done } = await steps.next().catch((error: unknown) => Promise.reject(sheet.locate(error)));
      if (done) return;
      yield* sheet.rows.take();
    }
  } finally {
    await steps.return(undefined);
  }
}

async function anyHasData(zip: ZipPackage, parts: string[]): Promise<boolean> {
  for (const part of parts.slice(0, MAX_OTHER_SHEETS)) if (await hasData(zip, part)) return true;
  return false;
}

/** True when there is a value near the start of a sheet. An unreadable sheet is no reason to refuse the file. */
async function hasData(zip: ZipPackage, part: string): Promise<boolean> {
  let bytes = 0;
  try {
    for await (const chunk of zip.read(part)) {
      if (/<(?:[\w.-]+:)?(?:v|is)[\s>]/.test(chunk.toString('latin1'))) return true;
      bytes += chunk.length;
      if (bytes >= GLANCE_BYTES) return false;
    }
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
  }
  return false;
}
