import { builtInFormat, parseNumberFormat, type NumberFormat } from '../cells/number-format.js';
import { readSmallPart } from './read-xml.js';
import { SPREADSHEET } from './xml-reader.js';
import type { ZipPackage } from './zip-package.js';

/** The number format of each cell style, by the index that cells refer to (`s="5"`). */
export async function readStyles(zip: ZipPackage, part: string | null): Promise<NumberFormat[]> {
  const formats: NumberFormat[] = [];
  if (part === null || !zip.has(part)) return formats;
  const custom = new Map<number, NumberFormat>();
  let isInCellStyles = false;
  await readSmallPart(zip, part, SPREADSHEET, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt') custom.set(Number(numFmtId), parseNumberFormat(formatCode ?? ''));
      else if (name === 'cellXfs') isInCellStyles = true;
      else if (name === 'xf' && isInCellStyles) {
        const id = Number(numFmtId ?? 0);
        formats.push(custom.get(id) ?? builtInFormat(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCellStyles = false;
    },
  });
  return formats;
}
