import type { ROW_ERRORS } from '#contracts';

export type RowErrorCode = keyof typeof ROW_ERRORS;

/** A cell of a workbook that shows something but has no usable value. Its row is refused. */
export interface CellFault {
  /** Index of the cell in its row, from 0. */
  index: number;
  code: 'formula_without_result' | 'cell_error';
}
