import type { Column } from './column.js';
import { isBlank } from './text.js';

/** True when a row has nothing but white space. Such rows are skipped and not counted. */
export function isBlankRow(cells: readonly string[]): boolean {
  for (const cell of cells) if (!isBlank(cell)) return false;
  return true;
}

/**
 * Sets `filled[k]` to true when this row has text in `columns[k]`. Call it for every row of a file, also for rejected
 * and duplicate rows. The columns that are still false at the end are blank throughout. Start with `columns.map(() =>
 * false)`.
 */
export function noteFilledColumns(columns: readonly Column[], cells: readonly string[], filled: boolean[]): void {
  for (let k = 0; k < columns.length; k++) {
    if (filled[k]) continue;
    const cell = cells[columns[k]!.index];
    if (cell !== undefined && !isBlank(cell)) filled[k] = true;
  }
}
