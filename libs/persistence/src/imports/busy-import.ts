import type { ImportRecord } from './import.schemas.js';

/** An import under way, as the page Operations and the metrics show it. */
export type BusyImport = Pick<
  ImportRecord,
  | '_id'
  | 'organisationId'
  | 'accountId'
  | 'status'
  | 'rows'
  | 'processed'
  | 'counts'
  | 'rowsPerSecond'
  | 'createdAt'
  | 'startedAt'
  | 'updatedAt'
>;

export const BUSY_FIELDS = {
  organisationId: 1,
  accountId: 1,
  status: 1,
  rows: 1,
  processed: 1,
  counts: 1,
  rowsPerSecond: 1,
  createdAt: 1,
  startedAt: 1,
  updatedAt: 1,
} satisfies Partial<Record<keyof BusyImport, 1>>;
