import { processedRows, type Import } from '#contracts';
import type { ImportRecord } from '#persistence';
import { inWords } from '../http/language.js';

/** Work in progress updates its record every half second. */
const STALLED_AFTER_MS = 30_000;
/** The speed is measured over the last ten seconds. Before the first row there is none. */
const FIRST_ROW_WITHIN_MS = 10_000;

/** What says whether an import makes progress. */
type Progress = Pick<ImportRecord, '_id' | 'status' | 'startedAt' | 'updatedAt' | 'rowsPerSecond'>;

/**
 * A stored import in the API's shape.
 * @param queue the account's started imports in the order in which they apply
 */
export function importAnswer(record: ImportRecord, queue: readonly string[], now = new Date()): Import {
  const waitingFor = importBefore(record, queue);
  const processed = processedSoFar(record);
  return {
    id: record._id,
    accountId: record.accountId,
    fileName: record.fileName,
    fileSize: record.fileSize,
    format: record.format,
    status: record.status,
    options: record.options,
    rows: record.rows,
    processed,
    counts: record.counts,
    rowsPerSecond: record.rowsPerSecond,
    secondsLeft: waitingFor === null ? secondsLeft(record, processed) : null,
    waitingFor,
    stalled: isStalled(record, queue, now),
    dialect: record.dialect ?? null,
    columns: record.columns,
    preview: record.preview,
    forecast: record.forecast,
    warnings: record.warnings.map((warning) => inWords(warning)),
    error: record.error && { ...inWords(record.error), row: record.error.row, column: record.error.column },
    createdAt: record.createdAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    history: historyOf(record),
    createdBy: record.createdBy,
    undoneBy: record.undoneBy ?? null,
  };
}

/** Whether an import is stuck: it should make progress, but no worker reports on it, or no row is processed. */
export function isStalled(record: Progress, queue: readonly string[], now: Date): boolean {
  const { status, startedAt, updatedAt, rowsPerSecond } = record;
  if (importBefore(record, queue) !== null) return false;
  if (status !== 'uploaded' && status !== 'checking' && status !== 'importing') return false;
  const since = (date: Date) => now.getTime() - date.getTime();
  if (since(updatedAt) > STALLED_AFTER_MS) return true;
  return rowsPerSecond === 0 && since(startedAt ?? updatedAt) > FIRST_ROW_WITHIN_MS;
}

/** Each state as often as it was entered. A check that is repeated after a crash counts as the same check. */
function historyOf({ history = [] }: ImportRecord): NonNullable<Import['history']> {
  return history
    .filter(({ status }, index) => status !== history[index - 1]?.status)
    .map(({ status, at }) => ({ status, at: at.toISOString() }));
}

/** True if an import is in its account's queue and may wait for another import. */
export function mayWait({ status }: Pick<ImportRecord, 'status'>): boolean {
  return status === 'ready' || status === 'importing';
}

/** While checking, no row has an outcome yet, so the rows read so far count. */
export function processedSoFar({
  status,
  processed,
  counts,
}: Pick<ImportRecord, 'status' | 'processed' | 'counts'>): number {
  return status === 'checking' ? processed : processedRows(counts);
}

/** The import that this one waits for, if it is in its account's queue. */
export function importBefore(record: Pick<ImportRecord, '_id' | 'status'>, queue: readonly string[]): string | null {
  return mayWait(record) ? (queue[queue.indexOf(record._id) - 1] ?? null) : null;
}

function secondsLeft({ status, rows, rowsPerSecond }: ImportRecord, processed: number): number | null {
  if (status !== 'importing' || rows === null || !rowsPerSecond) return null;
  return Math.ceil(Math.max(0, rows - processed) / rowsPerSecond);
}
