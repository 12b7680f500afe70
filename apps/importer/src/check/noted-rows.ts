import { headerOf, type Column, type GoodRow, type RowOptions } from '#contact-rules';
import { coded, type Coded } from '#contracts';
import type { Fault } from '../error-file/error-file.js';
import { ChangedNumbers } from './changed-numbers.js';
import type { MendedRow } from './mends.js';

/** With more cells or rows, the others are only counted. */
const MAX_ROWS = 10_000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Rows that are listed though they are not skipped, and what is to be said about them: those that were mended or left
 * out, and those whose number is not stored as it is written.
 */
export class NotedRows {
  readonly rows: Fault[] = [];
  private readonly changedNumbers: ChangedNumbers;
  private characters = 0;
  private mended = 0;
  private leftOut = 0;
  /** How many good rows say that their contact may be contacted. */
  private optedIn = 0;

  constructor(private readonly options: RowOptions) {
    this.changedNumbers = new ChangedNumbers(options.defaultCountry);
  }

  /** Call it before the phone of the row is replaced by the one that was understood. */
  note(row: MendedRow, read: GoodRow, id: Column): void {
    const { statement, written, national } = read;
    this.changedNumbers.note(row.rowNumber, read);
    // With `clear`, blank cells say no as well, and the fast path counts none of them.
    if (statement.optOut === 'no' && this.options.blankCells === 'keep') this.optedIn++;
    if (written !== undefined && written !== statement.phone) this.add(row, coded('number_old_form'), headerOf(id));
    else if (national?.isDoubtful) this.add(row, coded('number_doubtful'), headerOf(id));
    if (!row.mend) return;
    this.mended++;
    this.add(row, coded('row_mended'));
  }

  /** @returns 0, which is the phone of a row that does not count */
  leaveOut(row: MendedRow): 0 {
    this.leftOut++;
    this.add(row, coded('row_left_out'));
    return 0;
  }

  /** @param keepsOptOuts whether the import leaves marks on whatever the file says */
  remarks(keepsOptOuts: boolean): Coded[] {
    const { mended, leftOut, optedIn } = this;
    return [
      ...this.changedNumbers.remarks(),
      ...(keepsOptOuts && optedIn > 0 ? [coded('opt_outs_kept', { count: optedIn })] : []),
      ...(mended > 0 ? [coded('rows_mended', { count: mended })] : []),
      ...(leftOut > 0 ? [coded('rows_left_out', { count: leftOut })] : []),
    ];
  }

  private add({ rowNumber: row, cells, mend }: MendedRow, reason: Coded, column?: string): void {
    if (this.rows.length === MAX_ROWS || this.characters > MAX_CHARACTERS) return;
    for (const cell of cells) this.characters += cell.length;
    this.rows.push({ row, reason: { ...reason, column, ...(mend && { mend }) }, cells: [...cells] });
  }
}
