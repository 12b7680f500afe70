import { isFinished, type Coded } from '#contracts';
import type { ImportRecord } from '#persistence';
import { randomUUID } from 'node:crypto';

/**
 * What checking leaves in the object store. The keys are new for every attempt, so that a paused process that wakes
 * up cannot write into what another one made; the record points at those that count.
 *
 * - `rows`: a record for the header and one for each good row, losing duplicates included, in the order and with the
 *   cells of the file.
 * - `rejected`: a record for each row that is not good, with the reason. Gone once the error file is written.
 * - `duplicates`: pairs of (losing row, winning row), unsigned 32-bit little-endian, ascending.
 * - `errors`: the error file.
 *
 * A record is a row number and the cells, parted by ASCII's unit separators and ended by a record separator: good text
 * holds neither, and writing and reading it takes a third of the time that JSON takes.
 */
export function newObjectKeys(importId: string) {
  const prefix = `${importPrefix(importId)}${randomUUID()}/`;
  return {
    prefix,
    rows: `${prefix}rows`,
    rejected: `${prefix}rejected`,
    duplicates: `${prefix}duplicates`,
    errors: `${prefix}errors`,
  };
}
export type ObjectKeys = ReturnType<typeof newObjectKeys>;

export const OBJECT_TYPE = 'application/octet-stream';

/** All that belongs to an import lies under here, the uploaded file too. */
export const IMPORTS_PREFIX = 'imports/';

export function importPrefix(importId: string): string {
  return `${IMPORTS_PREFIX}${importId}/`;
}

/**
 * The objects that an import needs, still or for good: a finished one its error file alone, and its rows as long as
 * batches that were given up may be replayed.
 */
export function keptKeys({ status, sourceKey, checked }: ImportRecord, mayBeReplayed: boolean): Set<string> {
  const { rowsKey, duplicatesKey, errorsKey, lateErrorsKey } = checked ?? {};
  const keys =
    isFinished(status) && !(status === 'completed_with_errors' && mayBeReplayed)
      ? [lateErrorsKey ?? errorsKey]
      : [isFinished(status) ? null : sourceKey, rowsKey, duplicatesKey, errorsKey, lateErrorsKey];
  return new Set(keys.filter((key) => key != null));
}

export const RECORD_SEPARATOR = 0x1e;
export const UNIT_SEPARATOR = 0x1f;
const RECORD_END = '\x1e';
const UNIT_END = '\x1f';

/** A record of `rows`. The cells hold no separators: no control characters but tab and line ends are good. */
export function toRecord(row: number, cells: readonly string[]): string {
  return row + UNIT_END + cells.join(UNIT_END) + RECORD_END;
}

/** A record of `rejected`, where cells may hold anything. */
export function toRejectedRecord(row: number, reason: Coded, cells: readonly string[]): string {
  return row + UNIT_END + JSON.stringify([reason, ...cells]) + RECORD_END;
}

/** The row number of a record of either kind. */
export function rowOf(record: string): number {
  return Number.parseInt(record, 10);
}

export function cellsOf(record: string): string[] {
  return record.slice(record.indexOf(UNIT_END) + 1).split(UNIT_END);
}

export function rejectionOf(record: string): { reason: Coded; cells: string[] } {
  const [reason, ...cells] = JSON.parse(record.slice(record.indexOf(UNIT_END) + 1)) as [Coded, ...string[]];
  return { reason, cells };
}
