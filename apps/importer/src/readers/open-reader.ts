import { fileError } from '#contact-rules';
import type { ImportFormat } from '#contracts';
import type { Encoding } from './csv/to-utf8.js';
import { readCsv } from './read-csv.js';
import { readXls } from './read-xls.js';
import { readXlsx } from './read-xlsx.js';
import { FileRefusedError, type RowReader } from './row-reader.js';

/**
 * The reader of a format.
 * @param encoding of a text file; null: to be found out
 */
export function openReader(format: ImportFormat | null, encoding: Encoding | null): RowReader {
  switch (format) {
    case 'csv':
      return (file, context) => readCsv(file, context, { encoding });
    case 'xlsx':
      return readXlsx;
    case 'xls':
      return (file, context) => readXls(file, context);
    default:
      throw new FileRefusedError(fileError('unknown_format', {}));
  }
}
