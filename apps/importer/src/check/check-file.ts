import { asChosen, type ColumnMeaning } from '#contact-rules';
import { coded, DEFAULT_LANGUAGE, type Coded, type ImportDialect, type ImportFormat, type Limits } from '#contracts';
import type { CheckedFile, ImportRecord } from '#persistence';
import type { ObjectStore } from '#storage';
import { OBJECT_TYPE } from '../rows/checked-objects.js';
import { WrongEncodingError, type Encoding } from '../readers/csv/to-utf8.js';
import { detectFormat, formatOfName, FORMATS } from '../readers/formats.js';
import { FileRefusedError, HEAD_BYTES, type RowBatch, type SourceFile } from '../readers/row-reader.js';
import { FewerSurplusCellsError, UnknownColumnsError } from './reading-errors.js';
import { RowChecker } from './row-checker.js';
import type { RunningCheck } from './running-check.js';
import { doubtOf, understandFile } from './understand-file.js';
import { writeFaults } from '../error-file/write-faults.js';
import { namingSheets, unknownFormat } from './explain-refusal.js';

/** Thrown when the import is cancelled during the check. */
export class CancelRequestedError extends Error {
  override name = 'CancelRequestedError';
}

export interface FileReport {
  format: ImportFormat;
  checker: RowChecker;
  checked: CheckedFile;
  warnings: Coded[];
  /** Why somebody has to confirm what the columns are, if it is not certain. */
  doubt: Coded | null;
}

/** What the check needs: other services, and the record of the import. */
export interface CheckBackends {
  config: { limits: Limits };
  store: ObjectStore;
}
export type UploadedFile = Pick<ImportRecord, 'sourceKey' | 'fileSize' | 'fileName' | 'options' | 'language'>;

/** What a file is read by. It is read again when it turns out to be otherwise. */
interface KnownOfFile {
  format: ImportFormat;
  /** Null: it has to be detected. */
  encoding: Encoding | null;
  /** See {@link WrongEncodingError}. */
  decidedBy: string;
  /** How many cells all rows have beyond the header. Null: as many as the first row. */
  surplus: number | null;
  /** What the columns are. Null: what their headers say. */
  meanings: ColumnMeaning[] | null;
  doubt: Coded | null;
}

const LINE_FEED = 0x0a;

/**
 * Reads the whole file, mostly once, and stores its good rows and its faults in the object store.
 * @throws FileRefusedError for a file that is refused as a whole, CancelRequestedError, NoLongerOursError
 */
export async function checkFile(
  backends: CheckBackends,
  record: UploadedFile,
  check: RunningCheck,
): Promise<FileReport> {
  const file = await openSource(backends.store, record);
  const { mapping, defaultCountry, encoding } = record.options;
  const format = detectFormat(file.head, encoding);
  if (format === null) throw new FileRefusedError(unknownFormat(file.head));
  const meanings = mapping ? asChosen(mapping) : null;
  const known: KnownOfFile = { format, encoding: null, decidedBy: '', surplus: null, meanings, doubt: null };
  let unclear: UnknownColumnsError | null = null;
  for (;;) {
    try {
      if (unclear) {
        const { limits } = backends.config;
        const context = { ...known, stated: record.options, limits, warn: () => undefined, signal: check.signal };
        const rows = FORMATS[format].read(file, context);
        const understood = await understandFile(
          unclear,
          rows,
          check.earlier ?? (() => Promise.resolve(null)),
          defaultCountry,
        );
        [known.meanings, known.doubt] = [understood.meanings, doubtOf(understood)];
        unclear = null;
      }
      return await checkOnce(backends, record, check, file, known);
    } catch (error) {
      if (error instanceof WrongEncodingError) {
        [known.encoding, known.decidedBy] = [error.instead, error.decidedBy];
        // Its header reads otherwise now.
        if (!mapping) [unclear, known.meanings, known.doubt] = [null, null, null];
      } else if (error instanceof UnknownColumnsError) unclear = error;
      // A number that was wrong twice is not that of every row.
      else if (error instanceof FewerSurplusCellsError) known.surplus = known.surplus === null ? error.cells : 0;
      else if (error instanceof FileRefusedError)
        throw new FileRefusedError(namingSheets(error.refusal, check.dialect));
      else throw error;
    }
  }
}

async function openSource(store: ObjectStore, { sourceKey, fileSize }: UploadedFile): Promise<SourceFile> {
  const head: Buffer[] = [];
  let length = 0;
  for await (const chunk of (await store.get(sourceKey)) as AsyncIterable<Buffer>) {
    head.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return {
    size: fileSize,
    head: Buffer.concat(head).subarray(0, HEAD_BYTES),
    read: (from) => store.get(sourceKey, from),
  };
}

async function checkOnce(
  { config, store }: CheckBackends,
  record: UploadedFile,
  check: RunningCheck,
  file: SourceFile,
  { format, encoding, decidedBy, surplus, meanings, doubt }: KnownOfFile,
): Promise<FileReport> {
  const { limits } = config;
  const named = formatOfName(record.fileName) ?? format;
  const warnings: Coded[] = [];
  const warn = (remark: Coded): void => void warnings.push(remark);
  if (named !== format) warn(coded('format_differs', { format: format.toUpperCase() }));
  const { blankCells, defaultCountry, headerRow } = record.options;
  const options = {
    blankCells,
    defaultCountry,
    headerRow,
    isSheet: format !== 'csv',
    keepsOldForm: check.keepsOldForm,
  };
  const expected = format === 'csv' ? expectedRows(file) : 0;
  const checker = new RowChecker(limits, options, warn, expected, surplus, meanings, check.mends ?? null);
  const found = (part: Partial<ImportDialect>) => void Object.assign(check.dialect, part);
  const context = { limits, warn, stated: record.options, found, encoding, decidedBy, signal: check.signal };
  const rows = FORMATS[format].read(file, context);
  await streamRows(store, rows, checker, check);
  warnings.push(...checker.remarks(record.options.optOut !== 'clear'));
  const faults = await writeFaults(store, checker, check, record.language ?? DEFAULT_LANGUAGE);
  const checked: CheckedFile = {
    rowsKey: check.keys.rows,
    ...faults,
    goodRows: checker.rows - checker.rejected - checker.losing.size,
    duplicateRows: checker.losing.size,
    rejectedRows: checker.rejected,
  };
  return { format, checker, checked, warnings, doubt };
}

async function streamRows(
  store: ObjectStore,
  rows: AsyncIterable<RowBatch>,
  checker: RowChecker,
  check: RunningCheck,
): Promise<void> {
  const { keys, progress, signal, dialect } = check;
  const good = store.writer(keys.rows, OBJECT_TYPE, signal);
  const rejected = store.writer(keys.rejected, OBJECT_TYPE, signal);
  try {
    for await (const batch of rows) {
      signal.throwIfAborted();
      const records = checker.check(batch);
      for (const record of records.good) await good.write(record);
      await rejected.write(records.rejected.join(''));
      await progress.report(checker.rows, () => ({ processed: checker.rows }));
      if (progress.cancelRequested) throw new CancelRequestedError();
    }
    checker.requireHeader();
    await good.end();
    if (checker.rejected > 0) await rejected.end();
  } catch (error) {
    await Promise.all([good.abandon(), rejected.abandon()]);
    throw error;
  } finally {
    dialect.headerRow = checker.headerRow;
    check.unknownHeader = checker.columns.length === 0 ? checker.header : null;
  }
}

/** An estimate, assuming that the rest of a text is like its beginning. */
function expectedRows({ head, size }: SourceFile): number {
  let lines = 0;
  for (const byte of head) if (byte === LINE_FEED) lines++;
  return head.length === 0 ? 0 : Math.ceil((lines / head.length) * size);
}
