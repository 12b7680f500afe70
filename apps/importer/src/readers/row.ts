import type { CellFault } from '#contact-rules';

/** One row of a file. */
export interface Row {
  /** As a spreadsheet shows it: the header is row 1, blank lines count, a cell over several lines does not. */
  rowNumber: number;
  /** As they stand in the file; only the trace of the line end is taken off. */
  cells: string[];
  /** The cells of a workbook that have no value: in `cells` stands what the spreadsheet shows there. */
  faults?: CellFault[];
}
