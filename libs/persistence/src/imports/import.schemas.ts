import { Schema } from 'mongoose';
import type { Coded, Import, ImportCounts, ImportErrorPlace, ImportStatus, Language } from '#contracts';
import { options } from '../schema-options.js';

/** What checking left behind for applying: all keys are of the object store. */
export interface CheckedFile {
  rowsKey: string;
  /** Pairs of (losing row, winning row), unsigned 32-bit little-endian, ascending by losing row; null without duplicates. */
  duplicatesKey: string | null;
  /** The error file; null when no row is rejected or duplicate. */
  errorsKey: string | null;
  /** The error file with the rows that could not be merged, when there are any: the one to show. */
  lateErrorsKey?: string | null;
  goodRows: number;
  duplicateRows: number;
  rejectedRows: number;
}

/**
 * An import. The fields are the API's (contracts `Import`), besides: [gateway makes it; importer writes it from then on,
 * except for `cancelRequested` and the step from `ready` to `importing`]
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
  /** What the upload asked for; the error file is written in it. */
  language?: Language;
  warnings: Coded[];
  error: (Coded & ImportErrorPlace) | null;
  checked: CheckedFile | null;
  cancelRequested: boolean;
  rowsPerSecond: number | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When it was taken up again, after it had ended, because dead letters of it were replayed. */
  reopenedAt?: Date | null;
  /** Every state and when it was entered; one that was entered again after a crash stands there twice. */
  history?: { status: ImportStatus; at: Date }[];
  /** When the record last changed: the sweeper looks at open imports that have not moved for a while. */
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
      checked: { type: Schema.Types.Mixed, default: null },
      rows: { type: Number, default: null },
      processed: { type: Number, default: 0 },
      counts: countsSchema,
      rowsPerSecond: { type: Number, default: null },
      columns: { type: Schema.Types.Mixed, default: () => [] },
      preview: { type: Schema.Types.Mixed, default: () => [] },
      forecast: { type: Schema.Types.Mixed, default: null },
      warnings: { type: Schema.Types.Mixed, default: () => [] },
      error: { type: Schema.Types.Mixed, default: null },
      cancelRequested: { type: Boolean, default: false },
      createdAt: { type: Date, required: true },
      startedAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      reopenedAt: { type: Date, default: null },
      history: { type: [{ _id: false, status: String, at: Date }], default: undefined },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
    },
    { ...options, collection: 'imports' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ organisationId: 1, accountId: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 })
    // Holds all that statistics read, so that no record with its preview has to be fetched.
    .index({ organisationId: 1, finishedAt: 1, accountId: 1, status: 1, 'counts.created': 1, 'counts.updated': 1 }),
};

/** The imports of an account that were started and not yet ended, in the order they were started. `_id` is the account. [importer, gateway] */
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

/** What became of a batch: the rows of each outcome, and the rows that could not be merged with their reason. */
export interface BatchOutcome {
  created: number;
  updated: number;
  unchanged: number;
  rejected: ({ row: number } & Coded)[];
}

/**
 * The ledger: one entry for each batch of an import. `_id` is `<importId>/<n>`, n in six digits. The importer makes the
 * entry before it sends the batch; contacts writes `outcome` once, or `failed` when the batch was given up.
 * Counts are always the sum of the ledger.
 */
export interface ImportBatchRecord {
  _id: string;
  importId: string;
  n: number;
  rowFrom: number;
  rowTo: number;
  /** Rows that were sent: good ones without the losing duplicates. */
  rows: number;
  byteFrom: number;
  byteTo: number;
  outcome: BatchOutcome | null;
  failed: { reason: string; at: Date } | null;
  /** While blank columns are removed: the contacts being written, to be announced again should the service die there. */
  inHand?: string[];
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
      inHand: { type: [String], default: undefined },
    },
    { ...options, collection: 'import_batches' },
  ).index({ importId: 1, n: 1 }),
};
