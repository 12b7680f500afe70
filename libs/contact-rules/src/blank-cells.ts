import type { Column } from './column.js';
import { isBlank } from './text.js';

/** True when a row has nothing but white space. Such rows are skipped and not counted. */
export function isBlankRow(cells: readonly string[]): boolean {
  for (const cell of cells) if (!isBlank(cell)) return false;
  return true;
}

/**
 * Notes in `filled[k]` that `columns[k]` has something in this row. Called for every row of a file, rejected and
 * duplicate ones too, what stays false is blank throughout. Start with `columns.map(() => false)`.
 */
export function noteFilledColumns(columns: readonly Column[], cells: readonly string[], filled: boolean[]): void {
  for (let k = 0; k < columns.length; k++) {
    if (filled[k]) continue;
    const cell = cells[columns[k]!.index];
    if (cell !== undefined && !isBlank(cell)) filled[k] = true;
  }
}
