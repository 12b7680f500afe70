import {
  isBlankRow,
  noteFilledColumns,
  readHeader,
  readRow,
  fileError,
  type Column,
  type RowOptions,
} from '#contact-rules';
import type { ImportWarning, Limits } from '#contracts';
import { toRecord, toRejectedRecord } from './checked-objects.js';
import { PhoneTable } from './phone-table.js';
import { FileRefusedError, type Row } from './readers/row-reader.js';
import { RowSet } from './row-set.js';

const PREVIEW_ROWS = 20;
const PREVIEW_CHARACTERS = 120;

/** The rows of a batch, as records for the object store. */
export interface CheckedRecords {
  good: string[];
  rejected: string[];
}

/**
 * Judges the rows of a file one by one and remembers what can only be said at its end: which rows lose against a later
 * one with the same phone, and which columns are blank throughout. What it holds grows by some bytes a row.
 */
export class RowChecker {
  header: string[] | null = null;
  columns: Column[] = [];
  rows = 0;
  rejected = 0;
  readonly preview: string[][] = [];
  /** Rows that come again further down. */
  readonly losing = new RowSet();
  readonly phones: PhoneTable;
  private filled: boolean[] = [];
  private unfilled = 0;
  private ignored: number[] = [];

  /** @param expectedRows about how many, if that is known */
  constructor(
    private readonly limits: Limits,
    private readonly options: RowOptions,
    private readonly warn: (warning: ImportWarning) => void,
    expectedRows = 0,
  ) {
    this.phones = new PhoneTable(Math.min(expectedRows, limits.rows));
  }

  /** @throws FileRefusedError for what is wrong with the file as a whole */
  check(batch: readonly Row[]): CheckedRecords {
    const records: CheckedRecords = { good: [], rejected: [] };
    for (const row of batch) {
      if (isBlankRow(row.cells) && !row.faults) continue;
      if (this.header === null) records.good.push(this.takeHeader(row));
      else this.takeRow(row, records);
    }
    return records;
  }

  /** For each column whether no row has anything in it; of a file without rows none is. */
  blankColumns(): boolean[] {
    return this.filled.map((isFilled) => this.rows > 0 && !isFilled);
  }

  private takeHeader({ rowNumber, cells }: Row): string {
    const result = readHeader(cells, this.limits, rowNumber);
    if (!result.ok) throw new FileRefusedError(result.error);
    for (const warning of result.warnings) this.warn(warning);
    this.header = cells;
    this.columns = result.columns;
    this.filled = result.columns.map(() => false);
    this.unfilled = this.filled.length;
    this.ignored = result.columns.filter(({ kind }) => kind === 'ignored').map(({ index }) => index);
    return toRecord(rowNumber, cells);
  }

  private takeRow(row: Row, records: CheckedRecords): void {
    const { rowNumber, cells, faults } = row;
    if (++this.rows > this.limits.rows) {
      throw new FileRefusedError(fileError('too_many_rows', { row: rowNumber }, this.limits.rows));
    }
    if (this.preview.length < PREVIEW_ROWS) this.preview.push(this.previewOf(cells));
    if (this.unfilled > 0) this.noteFilled(row);
    const result = readRow(this.columns, cells, rowNumber, this.limits, this.options, faults);
    if (result.ok) {
      const earlier = this.phones.put(Number(result.statement.phone), rowNumber);
      if (earlier !== 0) this.losing.add(earlier);
      records.good.push(toRecord(rowNumber, this.withoutSeparators(cells)));
      return;
    }
    const { refuses, code, message, column } = result;
    if (refuses === 'file') throw new FileRefusedError({ code, message, row: rowNumber, column });
    // Values may have slipped into other columns, so that none of them is known to be blank.
    if (code === 'too_many_cells') this.filled.fill(true);
    this.rejected++;
    records.rejected.push(toRejectedRecord(rowNumber, message, cells));
  }

  /** A cell without a value, like a formula that was never computed, may have been meant to have one. */
  private noteFilled({ cells, faults = [] }: Row): void {
    noteFilledColumns(this.columns, cells, this.filled);
    for (const { index } of faults) {
      const position = this.columns.findIndex((column) => column.index === index);
      if (position !== -1) this.filled[position] = true;
    }
    this.unfilled = this.filled.filter((isFilled) => !isFilled).length;
  }

  /** Nobody looked at the cells of ignored columns: they may hold anything. */
  private withoutSeparators(cells: string[]): string[] {
    for (const index of this.ignored) cells[index] = cells[index]?.replace(/[\x1e\x1f]/g, ' ') ?? '';
    return cells;
  }

  /** As wide as the columns that are shown; no cell is so long that twenty rows would not fit into the record. */
  private previewOf(cells: readonly string[]): string[] {
    return this.columns.filter(({ name }) => name !== '').map(({ index }) => shorten(cells[index] ?? ''));
  }
}

function shorten(text: string): string {
  if (text.length <= PREVIEW_CHARACTERS) return text;
  const isHalved = (text.charCodeAt(PREVIEW_CHARACTERS - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, PREVIEW_CHARACTERS - (isHalved ? 1 : 0))}…`;
}
