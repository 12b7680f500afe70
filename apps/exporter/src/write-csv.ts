import type { ContactRecord } from '#persistence';
import Papa from 'papaparse';
import type { ExportColumns } from './export-columns.js';

const BYTE_ORDER_MARK = '\uFEFF';
const FORMAT = { newline: '\r\n', header: false } as const;

/** CSV by RFC 4180 in UTF-8. The byte order mark makes Excel read it as such. */
export async function* writeCsv(
  columns: ExportColumns,
  batches: AsyncIterable<ContactRecord[]>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(`${BYTE_ORDER_MARK}${Papa.unparse([columns.header], FORMAT)}\r\n`);
  for await (const batch of batches) {
    const rows = batch.map((record) => columns.row(record));
    yield Buffer.from(`${Papa.unparse(rows, FORMAT)}\r\n`);
  }
  columns.assertNoneBlank();
}
