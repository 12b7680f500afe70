import type { Coded, MendedBy } from '#contracts';
import { randomUUID } from 'node:crypto';

/**
 * What the check stores in the object store. Every attempt uses new keys, so that a paused process that wakes up cannot
 * overwrite the objects of another one. The record has the keys of the valid objects.
 *
 * - `rows`: a record for the header and one for each good row, including duplicates that lost, in the order and with
 *   the cells of the file. Only a Mexican number that is written with its 1, and one without a country code, is there as
 *   it was understood.
 * - `rejected`: a record for each row that is not good, with the reason. Removed once the error file is written.
 * - `duplicates`: pairs of (losing row, winning row), unsigned 32-bit little-endian, ascending.
 * - `errors`: the error file.
 * - `listed`: the rows that may have to be mended, one JSON a line, for the API.
 *
 * A record has the row number and the cells, separated by ASCII's unit separator and ended by its record separator.
 * Valid text contains neither. Writing and reading this takes a third of the time of JSON.
 */
export function newObjectKeys(importId: string) {
  const prefix = `${importPrefix(importId)}${randomUUID()}/`;
  return {
    prefix,
    rows: `${prefix}rows`,
    rejected: `${prefix}rejected`,
    duplicates: `${prefix}duplicates`,
    errors: `${prefix}errors`,
    listed: `${prefix}listed`,
  };
}
export type ObjectKeys = ReturnType<typeof newObjectKeys>;

/** Whether this is the key of an error file ({@link newObjectKeys}). */
export function isErrorFile(key: string): boolean {
  return key.endsWith('/errors');
}

export const OBJECT_TYPE = 'application/octet-stream';

/** The prefix of all objects of imports, including the uploaded files. */
export const IMPORTS_PREFIX = 'imports/';

export function importPrefix(importId: string): string {
  return `${IMPORTS_PREFIX}${importId}/`;
}

export const RECORD_SEPARATOR = 0x1e;
export const UNIT_SEPARATOR = 0x1f;
const RECORD_END = '\x1e';
const UNIT_END = '\x1f';

/**
 * A record of `rows`. Its cells have no separators, because good cells have no control characters except tab and line
 * ends.
 */
export function toRecord(row: number, cells: readonly string[]): string {
  return row + UNIT_END + cells.join(UNIT_END) + RECORD_END;
}

/** What is said about a row, the header of the cell that it is about, and who mended the row and what it was before. */
export interface RowReason extends Coded {
  column?: string;
  mend?: MendedBy & { before: string[] };
}

/** A record of `rejected`, whose cells may have any content. */
export function toRejectedRecord(row: number, reason: RowReason, cells: readonly string[]): string {
  return row + UNIT_END + JSON.stringify([reason, ...cells]) + RECORD_END;
}

/** The row number of a record of either kind. */
export function rowOf(record: string): number {
  return Number.parseInt(record, 10);
}

export function cellsOf(record: string): string[] {
  return record.slice(record.indexOf(UNIT_END) + 1).split(UNIT_END);
}

export function rejectionOf(record: string): { reason: RowReason; cells: string[] } {
  const [reason, ...cells] = JSON.parse(record.slice(record.indexOf(UNIT_END) + 1)) as [RowReason, ...string[]];
  return { reason, cells };
}
