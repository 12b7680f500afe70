import { fileError, isBlank, type CellFault } from '#contact-rules';
import { coded, type Coded, type Limits } from '#contracts';
import { FileRefusedError, MAX_ROW_CHARACTERS, type Row } from '../row-reader.js';

const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 256 * 1024;
/** A sheet is refused when it is wider than this many times the maximum number of columns with names. */
const WIDTH_PER_COLUMN = 2;

/** Findings of a workbook's reader that become warnings of the import. */
export interface SheetRemarks {
  hiddenRows: number;
  mergedAreas: number;
}

/**
 * Builds rows from the cells that have content. Cells of white space count as blank, and blank rows are left out,
 * because a sheet may be formatted far beyond its data.
 */
export class RowBuilder {
  hiddenRows = 0;
  /** The number of the last row that was started, from 1. */
  rowNumber = 0;
  private batches: Row[][] = [];
  private batchCharacters = 0;
  private cells: string[] = [];
  private faults: CellFault[] | null = null;
  private characters = 0;
  private isHidden = false;
  private hasHeader = false;
  private readonly maxColumns: number;

  constructor(private readonly limits: Limits) {
    this.maxColumns = limits.columns * WIDTH_PER_COLUMN;
  }

  start(rowNumber: number, isHidden: boolean): void {
    this.rowNumber = rowNumber;
    this.isHidden = isHidden;
    this.cells = [];
    this.faults = null;
    this.characters = 0;
  }

  /**
   * @param column from 0
   * @throws FileRefusedError when the row is too long or too wide
   */
  add(column: number, text: string, fault?: CellFault['code']): void {
    if (isBlank(text)) return;
    const { cells, rowNumber: row } = this;
    this.characters += text.length;
    if (this.characters > MAX_ROW_CHARACTERS) throw new FileRefusedError(fileError('row_too_large', { row }));
    if (column >= this.maxColumns) {
      throw new FileRefusedError(fileError('too_many_columns', { row }, { limit: this.limits.columns }));
    }
    while (cells.length < column) cells.push('');
    cells[column] = text;
    if (fault) (this.faults ??= []).push({ index: column, code: fault });
  }

  end(): void {
    const { cells, faults, rowNumber } = this;
    if (cells.length === 0) return;
    if (this.isHidden && this.hasHeader) this.hiddenRows++;
    this.hasHeader = true;
    this.push(faults === null ? { rowNumber, cells } : { rowNumber, cells, faults });
  }

  /** The complete rows, in small batches. */
  *take(): Generator<Row[]> {
    const { batches } = this;
    this.batches = [];
    this.batchCharacters = 0;
    yield* batches;
  }

  private push(row: Row): void {
    const characters = this.characters + row.cells.length;
    let batch = this.batches.at(-1);
    if (!batch || batch.length === BATCH_ROWS || this.batchCharacters + characters > BATCH_CHARACTERS) {
      this.batches.push((batch = []));
      this.batchCharacters = 0;
    }
    batch.push(row);
    this.batchCharacters += characters;
  }
}

/** Adds the warnings about what a sheet's rows do not show. */
export function warnOf({ hiddenRows, mergedAreas }: SheetRemarks, warn: (warning: Coded) => void): void {
  if (hiddenRows > 0) warn(coded('hidden_rows', { count: hiddenRows }));
  if (mergedAreas > 0) warn(coded('merged_cells', { count: mergedAreas }));
}
