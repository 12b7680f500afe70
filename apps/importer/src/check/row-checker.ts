import {
  isBlankRow,
  noteFilledColumns,
  readHeader,
  readRow,
  fileError,
  type Column,
  type ColumnMeaning,
  type RowOptions,
} from '#contact-rules';
import { coded, type Coded, type ImportReading, type Limits } from '#contracts';
import { toRecord, toRejectedRecord } from '../rows/checked-objects.js';
import { PhoneTable } from './phone-table.js';
import { EncodedRows } from '../readers/encoded-rows.js';
import { FileRefusedError, type Row, type RowBatch } from '../readers/row-reader.js';
import { RowEncoder } from '../readers/row-encoder.js';
import { RowSet } from '../rows/row-set.js';
import { HeaderSearch } from './header-search.js';
import type { MendedRow, Mends } from './mends.js';
import { NotedRows } from './noted-rows.js';
import { FewerSurplusCellsError, UnknownColumnsError } from './reading-errors.js';
import { ShownCells } from './shown-cells.js';
import { SurelyGoodRows } from './surely-good-rows.js';

const LACKS_COLUMN = /^missing_(id|name)_column/;

/** The rows of a batch, as records for the object store. Each piece has one or several records. */
export interface CheckedRecords {
  good: (string | Buffer)[];
  rejected: string[];
}

/**
 * Checks the rows of a file one by one. It also collects what is known only at the end of the file: which rows lose to
 * a later one with the same phone, and which columns are blank throughout. It uses a few bytes of memory per row.
 */
export class RowChecker {
  header: string[] | null = null;
  /** The number of the header's row. */
  headerRow: number | null = null;
  columns: Column[] = [];
  rows = 0;
  rejected = 0;
  shown = new ShownCells([]);
  /** Rows whose phone occurs again in a later row. */
  readonly losing = new RowSet();
  readonly phones: PhoneTable;
  readonly noted: NotedRows;
  private readonly encoder = new RowEncoder();
  private filled: boolean[] = [];
  private unfilled = 0;
  private readonly headerSearch: HeaderSearch;
  private ignored: number[] = [];
  private sureRows: SurelyGoodRows | null = null;
  /** The phone of each row of a batch; 0 for a row that is not good. */
  private batchPhones = new Float64Array(0);

  /**
   * @param expectedRows an estimate, if there is one
   * @param surplus how many cells all rows of a CSV have beyond the header, if this is known; else, as many as the first
   * @param meanings what the columns are; null: what their headers say
   * @param mends what was mended in the rows
   */
  constructor(
    private readonly limits: Limits,
    private readonly options: RowOptions & Pick<ImportReading, 'headerRow'>,
    private readonly warn: (warning: Coded) => void,
    expectedRows = 0,
    private surplus: number | null = null,
    private readonly meanings: readonly ColumnMeaning[] | null = null,
    private readonly mends: Mends | null = null,
  ) {
    this.phones = new PhoneTable(Math.min(expectedRows, limits.rows));
    this.noted = new NotedRows(options);
    this.headerSearch = new HeaderSearch(options.headerRow);
  }

  /**
   * @returns records that are valid until the next batch
   * @throws FileRefusedError when the whole file is refused
   * @throws FewerSurplusCellsError
   */
  check(batch: RowBatch): CheckedRecords {
    if (batch instanceof EncodedRows) return this.checkEncoded(batch, (row) => batch.at(row));
    return this.checkEncoded(this.encoder.encode(batch), (row) => batch[row]!);
  }

  /** Rows that are certainly good stay encoded. Consecutive ones form one piece. */
  private checkEncoded(rows: EncodedRows, rowAt: (row: number) => Row): CheckedRecords {
    if (this.batchPhones.length < rows.length) this.batchPhones = new Float64Array(rows.length);
    const phones = this.batchPhones;
    const good: (string | Buffer)[] = [];
    const rejected: string[] = [];
    let pieceStart = 0;
    for (let row = 0; row < rows.length; row++) {
      const isSure = this.shown.hasPreview && !this.mends?.mayChange(rows.rowNumbers[row]!);
      const phone = isSure ? this.sureRows!.phoneOf(rows, row) : 0;
      phones[row] = phone;
      if (phone !== 0) {
        this.countRow(rows.rowNumbers[row]!);
        continue;
      }
      const start = rows.recordStart(row);
      if (start > pieceStart) good.push(rows.bytes.subarray(pieceStart, start));
      pieceStart = rows.recordStart(row + 1);
      phones[row] = this.checkRow(rowAt(row), good, rejected);
    }
    const end = rows.recordStart(rows.length);
    if (end > pieceStart) good.push(rows.bytes.subarray(pieceStart, end));
    this.notePhones(phones, rows);
    return { good, rejected };
  }

  /**
   * A table of millions of phones does not fit into the CPU's caches. With all look-ups in one loop, the CPU overlaps
   * its memory accesses; with the checks of the rows in between, the whole takes 50% longer.
   */
  private notePhones(phones: Float64Array, rows: EncodedRows): void {
    for (let row = 0; row < rows.length; row++) {
      const phone = phones[row]!;
      const earlier = phone === 0 ? 0 : this.phones.put(phone, rows.rowNumbers[row]!);
      if (earlier !== 0) this.losing.add(earlier);
    }
  }

  /** @throws FileRefusedError when the file has ended without a header */
  requireHeader(): void {
    if (this.header === null) this.headerSearch.refuse();
  }

  /**
   * The warnings that are known only at the end of the file.
   * @param keepsOptOuts whether the import leaves marks on whatever the file says
   */
  remarks(keepsOptOuts = true): Coded[] {
    const { surplus } = this;
    const hasGoodRows = this.rejected < this.rows;
    return [
      ...(surplus && hasGoodRows ? [coded('surplus_cells', { count: surplus })] : []),
      ...this.noted.remarks(keepsOptOuts),
    ];
  }

  /** For each column, whether it is blank in all rows. False for a file without rows. */
  blankColumns(): boolean[] {
    return this.filled.map((isFilled) => this.rows > 0 && !isFilled);
  }

  /** @returns the phone of a good row, else 0 */
  private checkRow(row: Row, good: (string | Buffer)[], rejected: string[]): number {
    if (isBlankRow(row.cells) && !row.faults?.length) return 0;
    if (this.header === null) {
      if (this.headerSearch.isHeader(row)) good.push(this.takeHeader(row));
      return 0;
    }
    const unmended = { ...row, cells: this.withoutSurplus(row.cells, this.header.length) };
    const mended = this.mends ? this.mends.mended(unmended) : unmended;
    // What the file has counts too: no column becomes blank throughout by mending.
    if (this.unfilled > 0) this.noteFilled(row);
    if (this.unfilled > 0 && mended !== unmended) this.noteFilled(mended);
    return this.checkMended(mended, good, rejected);
  }

  private checkMended(row: MendedRow, good: (string | Buffer)[], rejected: string[]): number {
    const { rowNumber, cells, faults, mend } = row;
    if (row.isLeftOut) return this.noted.leaveOut(row);
    const result = readRow(this.columns, cells, rowNumber, this.limits, this.options, faults);
    if (result.ok) {
      this.shown.take(cells);
      this.countRow(rowNumber);
      const id = this.columns.find(({ kind }) => kind === 'id')!;
      this.noted.note(row, result, id);
      // Whoever reads the row again takes the same number from it, whatever contacts there are by then.
      if (result.written !== undefined || result.national) cells[id.index] = result.statement.phone;
      good.push(toRecord(rowNumber, this.withoutSeparators(cells)));
      return Number(result.statement.phone);
    }
    const { ok: _, refuses, ...reason } = result;
    if (refuses === 'file') throw new FileRefusedError({ ...reason, row: rowNumber });
    // Values may have shifted into other columns, so no column is known to be blank.
    if (reason.code === 'too_many_cells') this.setFilled(this.filled.map(() => true));
    const leftOutBy = this.mends?.leavesOut(reason.code);
    if (leftOutBy) return this.noted.leaveOut({ ...row, mend: mend ?? { ...leftOutBy, before: cells } });
    this.shown.take(cells);
    this.countRow(rowNumber);
    this.rejected++;
    rejected.push(toRejectedRecord(rowNumber, mend ? { ...reason, mend } : reason, cells));
    return 0;
  }

  /** The cells without the blank ones that every row so far has beyond the header. */
  private withoutSurplus(cells: string[], width: number): string[] {
    if (this.options.isSheet) return cells;
    const count = Math.max(0, cells.length - width);
    this.surplus ??= count;
    if (count < this.surplus) throw new FewerSurplusCellsError(count);
    return count > 0 && count === this.surplus && isBlankRow(cells.slice(width)) ? cells.slice(0, width) : cells;
  }

  private takeHeader(row: Row): string {
    const { rowNumber, cells, faults } = row;
    this.headerRow = rowNumber;
    this.header = cells;
    const result = readHeader(cells, this.limits, rowNumber, faults, this.meanings);
    if (!result.ok && this.meanings === null && LACKS_COLUMN.test(result.error.code))
      throw new UnknownColumnsError(result.error, row);
    if (!result.ok) throw new FileRefusedError(result.error);
    for (const warning of result.warnings) this.warn(warning);
    this.columns = result.columns;
    this.shown = new ShownCells(result.columns);
    this.mends?.findColumns(result.columns, cells.length);
    this.setFilled(result.columns.map(() => false));
    this.ignored = result.columns.filter(({ kind }) => kind === 'ignored').map(({ index }) => index);
    return toRecord(rowNumber, cells);
  }

  private countRow(rowNumber: number): void {
    if (++this.rows <= this.limits.rows) return;
    throw new FileRefusedError(fileError('too_many_rows', { row: rowNumber }, { rows: this.limits.rows }));
  }

  /**
   * Faults count as filled: a cell without a usable value, such as a formula that was never computed, may be meant to
   * have one.
   */
  private noteFilled({ cells, faults = [] }: Row): void {
    const filled = [...this.filled];
    noteFilledColumns(this.columns, cells, filled);
    for (const { index } of faults) {
      const position = this.columns.findIndex((column) => column.index === index);
      if (position !== -1) filled[position] = true;
    }
    this.setFilled(filled);
  }

  private setFilled(filled: boolean[]): void {
    const unfilled = filled.filter((isFilled) => !isFilled).length;
    if (unfilled === this.unfilled && this.sureRows) return;
    this.filled = filled;
    this.unfilled = unfilled;
    this.sureRows = new SurelyGoodRows(this.columns, filled, this.limits, this.surplus ?? 0, this.options);
  }

  /** The cells of ignored columns were not checked and may contain separators. */
  private withoutSeparators(cells: string[]): string[] {
    for (const index of this.ignored) cells[index] = cells[index]?.replace(/[\x1e\x1f]/g, ' ') ?? '';
    return cells;
  }
}
