import type { ImportCounts } from './import.js';

/** Outcomes of merged rows. */
export type MergedCounts = Pick<ImportCounts, 'created' | 'updated' | 'unchanged' | 'rejected'>;

const NONE_MERGED: MergedCounts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };

/**
 * The counts of an import: the result of the check, and the outcomes of the rows merged so far.
 * @param checked null while the file is not checked
 */
export function importCounts(
  checked: { duplicateRows: number; rejectedRows: number } | null,
  { created, updated, unchanged, rejected }: MergedCounts = NONE_MERGED,
): ImportCounts {
  const { duplicateRows: duplicate, rejectedRows } = checked ?? { duplicateRows: 0, rejectedRows: 0 };
  return { created, updated, unchanged, duplicate, rejected: rejectedRows + rejected, unprocessed: 0 };
}

/** The number of rows that have one of the five outcomes. */
export function processedRows({ created, updated, unchanged, duplicate, rejected }: ImportCounts): number {
  return created + updated + unchanged + duplicate + rejected;
}

/**
 * The counts of an import that ends. Rows without an outcome become `unprocessed`, so that the counts always add up to
 * `rows`.
 * @param rows the rows of the file; null when it was not checked
 */
export function finalCounts(counts: ImportCounts, rows: number | null): { counts: ImportCounts; processed: number } {
  const processed = processedRows(counts);
  return { counts: { ...counts, unprocessed: Math.max(0, (rows ?? processed) - processed) }, processed };
}
