import { Schema } from 'mongoose';
import type { Coded, Import, ImportCounts, ImportErrorPlace, ImportStatus, Language, RowCount } from '#contracts';
import { options } from '../schema-options.js';

/** The files that the check made for applying the import. All keys are keys in the object store. */
export interface CheckedFile {
  rowsKey: string;
  /** Pairs of (losing row, winning row), unsigned 32-bit little-endian, ascending by losing row; null without duplicates. */
  duplicatesKey: string | null;
  /** The error file; null when no row was rejected or a duplicate. */
  errorsKey: string | null;
  /** The error file that also has the rows that could not be merged. If it exists, users get this one. */
  lateErrorsKey?: string | null;
  /** The rows that may have to be mended, one JSON a line (`ListedRow`); null when there are none. */
  listedKey?: string | null;
  /** How many rows of the file would be listed, by what is said about them. */
  listed?: RowCount[];
  goodRows: number;
  duplicateRows: number;
  rejectedRows: number;
}

/**
 * An import. The fields are those of the API (contracts `Import`), and the ones below. [gateway creates it; then
 * importer writes it, except for `cancelRequested` and the steps from `ready`]
 */
export type ImportRecord = Omit<
  Import,
  | 'id'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
  | 'waitingFor'
  | 'rowsPerSecond'
  | 'secondsLeft'
  | 'history'
  | 'stalled'
  | 'effect'
  | 'warnings'
  | 'error'
> & {
  _id: string;
  organisationId: string;
  sourceKey: string;
  /** The language that the upload asked for. The error file is written in it. */
  language?: Language;
  /** The span of the upload, in which everything about the import is traced; only where requests are traced. */
  traceparent?: string;
  warnings: Coded[];
  error: (Coded & ImportErrorPlace) | null;
  checked: CheckedFile | null;
  /** What was mended in the rows: the key of the object that says so (`StoredMends`), and how much it is. */
  mends?: { key: string; count: number } | null;
  /** The same for files with the same headers; null for headers that say themselves what the columns are. */
  headersKey?: string | null;
  /** How often the file was to be checked again, by other options. A check that began before has no say any more. */
  recheck?: number;
  cancelRequested: boolean;
  /** The undo that undid it. */
  undoneBy?: string | null;
  rowsPerSecond: number | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When its error file and preview were removed, because they had been kept long enough. */
  filesRemovedAt?: Date;
  /** When the import was reopened after its end, because its dead letters were replayed. */
  reopenedAt?: Date | null;
  /** Every state and the time it was entered. A state that was entered again after a crash is listed twice. */
  history?: { status: ImportStatus; at: Date }[];
  /** When the record last changed. The sweeper looks for open imports that have not changed for a while. */
  updatedAt: Date;
};
const countsSchema = {
  created: Number,
  updated: Number,
  unchanged: Number,
  duplicate: Number,
  rejected: Number,
  unprocessed: Number,
} satisfies Record<keyof ImportCounts, typeof Number>;
export const importDefinition = {
  name: 'Import',
  schema: new Schema<ImportRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      fileName: { type: String, required: true },
      fileSize: { type: Number, required: true },
      format: { type: String, default: null },
      status: { type: String, required: true },
      options: { type: Schema.Types.Mixed, required: true },
      sourceKey: { type: String, required: true },
      language: String,
      traceparent: String,
      checked: { type: Schema.Types.Mixed, default: null },
      headersKey: String,
      recheck: Number,
      mends: Schema.Types.Mixed,
      rows: { type: Number, default: null },
      processed: { type: Number, default: 0 },
      counts: countsSchema,
      rowsPerSecond: { type: Number, default: null },
      dialect: { type: Schema.Types.Mixed, default: null },
      columns: { type: Schema.Types.Mixed, default: () => [] },
      preview: { type: Schema.Types.Mixed, default: () => [] },
      forecast: { type: Schema.Types.Mixed, default: null },
      warnings: { type: Schema.Types.Mixed, default: () => [] },
      error: { type: Schema.Types.Mixed, default: null },
      cancelRequested: { type: Boolean, default: false },
      undoneBy: { type: String, default: null },
      createdAt: { type: Date, required: true },
      startedAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      filesRemovedAt: Date,
      reopenedAt: { type: Date, default: null },
      history: { type: [{ _id: false, status: String, at: Date }], default: undefined },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
    },
    { ...options, collection: 'imports' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ organisationId: 1, accountId: 1, _id: -1 })
    .index({ organisationId: 1, headersKey: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 })
    // For the metrics: the oldest import in a state.
    .index({ status: 1, createdAt: 1 })
    // A covering index for the statistics: it has all fields they read, so that the large records need not be fetched.
    .index({ organisationId: 1, finishedAt: 1, accountId: 1, status: 1, 'counts.created': 1, 'counts.updated': 1 }),
};

/**
 * The started imports of an account that have not ended, in the order in which they were started. `_id` is the account.
 * [importer, gateway]
 */
export interface ImportQueueRecord {
  _id: string;
  importIds: string[];
}
export const importQueueDefinition = {
  name: 'ImportQueue',
  schema: new Schema<ImportQueueRecord>(
    { _id: String, importIds: [String] },
    { ...options, collection: 'import_queues' },
  ),
};

/** The outcome of a batch: the number of rows by outcome, and the rows that could not be merged, with the reason. */
export interface BatchOutcome {
  created: number;
  updated: number;
  unchanged: number;
  rejected: ({ row: number } & Coded)[];
}

/**
 * The ledger: one entry for each batch of an import. `_id` is `<importId>/<n>`, n in six digits. The importer adds the
 * entry before it sends the batch. The contacts service writes `outcome` once, or `failed` when the batch was given up.
 * The counts are always the sum of the ledger.
 */
export interface ImportBatchRecord {
  _id: string;
  importId: string;
  n: number;
  rowFrom: number;
  rowTo: number;
  /** Number of rows sent: the good rows without those that lost to a duplicate. */
  rows: number;
  byteFrom: number;
  byteTo: number;
  outcome: BatchOutcome | null;
  failed: { reason: string; at: Date } | null;
  /** While the batch needs several transactions: what the rows up to a phone came to. */
  partial?: { afterPhone: string; outcome: BatchOutcome };
  /** While blank columns are removed: the number of contacts that lost the value, by its position in the event. */
  removed?: Record<string, number>;
  /** How far that is: the position of the value, and the last phone that lost it. */
  removedUpTo?: { index: number; phone: string };
}
export const importBatchDefinition = {
  name: 'ImportBatch',
  schema: new Schema<ImportBatchRecord>(
    {
      _id: String,
      importId: String,
      n: Number,
      rowFrom: Number,
      rowTo: Number,
      rows: Number,
      byteFrom: Number,
      byteTo: Number,
      outcome: { type: Schema.Types.Mixed, default: null },
      failed: { type: Schema.Types.Mixed, default: null },
      partial: Schema.Types.Mixed,
      removed: Schema.Types.Mixed,
      removedUpTo: Schema.Types.Mixed,
    },
    { ...options, collection: 'import_batches' },
  ).index({ importId: 1, n: 1 }),
};
