import type { Export } from '#contracts';
import type { ExportRecord } from '#persistence';
import { inWords } from '../http/language.js';

/** A stored export in the API's shape. */
export function exportAnswer(record: ExportRecord): Export {
  return {
    id: record._id,
    accountId: record.accountId,
    filter: record.filter,
    format: record.format,
    status: record.status,
    rows: record.rows,
    expectedRows: record.expectedRows,
    rowsPerSecond: record.rowsPerSecond,
    fileSize: record.fileSize,
    sha256: record.sha256,
    fileName: record.fileName,
    error: inWords(record.error),
    createdAt: record.createdAt.toISOString(),
    finishedAt: record.finishedAt?.toISOString() ?? null,
    expiresAt: record.expiresAt?.toISOString() ?? null,
  };
}
