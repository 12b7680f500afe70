import type { Row } from '../row.js';

/** What a byte of text can become at most: a row of its own, with its number of ten digits and two separators. */
const BYTES_PER_BYTE = 12;
/** The row number, and a cell. */
const UNITS_PER_BYTE = 2;

/**
 * Rows of a CSV text in the form of the records that checking leaves behind (checked-objects.ts): in UTF-8, the number of
 * the row and its cells as units, one separator after each. So a good row is written as it is, and never becomes a string.
 *
 * The memory is used again for the next rows. Fields are open to those who look at every byte.
 */
export class CsvRows implements Iterable<Row> {
  /** How many rows there are. */
  length = 0;
  /** The number of the first. */
  firstRowNumber = 1;
  /** The records, one after another. Cells may hold anything, separators too: only {@link unitEnds} tells where they end. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where the units end, of all rows. The next starts one byte later, after the separator. */
  unitEnds = new Int32Array(0);
  /** How many units there are up to the end of a row. */
  unitCounts = new Int32Array(0);
  /** Not 0 for rows in which some character needs a closer look. */
  doubts = new Uint8Array(0);

  *[Symbol.iterator](): Generator<Row> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  at(row: number): Row {
    const cells: string[] = [];
    const last = this.unitCounts[row]!;
    for (let unit = this.firstUnit(row) + 1; unit < last; unit++) {
      cells.push(this.bytes.toString('utf8', this.unitEnds[unit - 1]! + 1, this.unitEnds[unit]));
    }
    return { rowNumber: this.firstRowNumber + row, cells };
  }

  /** The place of a row's first unit, the row number, in {@link unitEnds}. */
  firstUnit(row: number): number {
    return row === 0 ? 0 : this.unitCounts[row - 1]!;
  }

  /** Where the record of a row starts, which is where that of the row before ends. */
  recordStart(row: number): number {
    return row === 0 ? 0 : this.unitEnds[this.unitCounts[row - 1]! - 1]! + 1;
  }

  /**
   * Lets go of the rows and makes room for more. What there is of the next row, up to `end` and of so many `units`, stays.
   * @param textBytes how much text will come
   */
  makeRoom(textBytes: number, end: number, units: number): void {
    const start = this.recordStart(this.length);
    const firstUnit = this.firstUnit(this.length);
    const { bytes, unitEnds } = this;
    const bytesNeeded = end - start + textBytes * BYTES_PER_BYTE;
    const unitsNeeded = units + textBytes * UNITS_PER_BYTE;
    if (bytes.length < bytesNeeded) this.bytes = Buffer.allocUnsafeSlow(bytesNeeded);
    if (unitEnds.length < unitsNeeded) this.unitEnds = new Int32Array(unitsNeeded);
    if (this.doubts.length < textBytes) {
      this.doubts = new Uint8Array(textBytes);
      this.unitCounts = new Int32Array(textBytes);
    }
    bytes.copy(this.bytes, 0, start, end);
    for (let unit = 0; unit < units; unit++) this.unitEnds[unit] = unitEnds[firstUnit + unit]! - start;
    this.firstRowNumber += this.length;
    this.length = 0;
  }
}
