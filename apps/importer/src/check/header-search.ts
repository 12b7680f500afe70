import { fileError, isBlank, shownText } from '#contact-rules';
import { FileRefusedError, type Row } from '../readers/row-reader.js';

/** Finds the header of a file: the stated row, or else the first that is not blank. */
export class HeaderSearch {
  /** The first row that is not blank and not the stated one. */
  private other: Row | null = null;

  /** @param stated its row number */
  constructor(private readonly stated: number | undefined) {}

  /**
   * @param row one that is not blank
   * @throws FileRefusedError when the stated row was blank
   */
  isHeader(row: Row): boolean {
    if (this.stated === undefined || row.rowNumber === this.stated) return true;
    this.other ??= row;
    if (row.rowNumber > this.stated) this.refuse();
    return false;
  }

  /** @throws FileRefusedError that says what there is instead of a header */
  refuse(): never {
    const { other, stated = 1 } = this;
    if (!other) throw new FileRefusedError(fileError('empty_file', {}));
    const line = shownText(other.cells.filter((cell) => !isBlank(cell)).join(', '));
    const found = { row: stated, first: other.rowNumber, line };
    throw new FileRefusedError(fileError('header_row_missing', { row: stated }, found));
  }
}
