import type { CellFault } from '#contact-rules';

/** One row of a file. */
export interface Row {
  /**
   * The row number that a spreadsheet shows: the header is row 1, blank lines count, and a cell with line breaks is one
   * row.
   */
  rowNumber: number;
  /** The cells of the file, unchanged except for the line end. */
  cells: string[];
  /** The cells of a workbook without a usable value. `cells` has the text that the spreadsheet shows there. */
  faults?: CellFault[];
}
