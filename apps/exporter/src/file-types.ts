import type { ExportFormat } from '#contracts';
import type { ExportColumns, ExportedContact } from './export-columns.js';
import { writeCsv } from './write-csv.js';
import { writeXlsx } from './write-xlsx.js';

/** A file type of downloads: its writer, and the maximum number of contacts in one file. */
interface FileType {
  contentType: string;
  maxRows: number;
  write: (columns: ExportColumns, batches: AsyncIterable<ExportedContact[]>) => AsyncGenerator<Buffer>;
}

export const exportFileTypes: Record<ExportFormat, FileType> = {
  csv: { contentType: 'text/csv; charset=utf-8', maxRows: Infinity, write: writeCsv },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    // A sheet ends at row 1,048,576, and the header takes one. An import would not read a second sheet.
    maxRows: 1_048_575,
    write: writeXlsx,
  },
};
