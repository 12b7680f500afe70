import type { Row } from './row.js';

/** How much more is to come at most. */
interface Room {
  bytes: number;
  units: number;
  rows: number;
}

/**
 * Rows in the form of the records that checking leaves behind (checked-objects.ts): in UTF-8, the number of the row and its
 * cells as units, one separator after each. So a good row is kept as it is, and in a text never becomes a string.
 *
 * The memory is used again for the next rows. Fields are open to those who look at every byte.
 */
export class EncodedRows implements Iterable<Row> {
  /** How many rows there are. */
  length = 0;
  rowNumbers = new Int32Array(0);
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
    return { rowNumber: this.rowNumbers[row]!, cells };
  }

  /** The place of a row's first unit, the row number, in {@link unitEnds}. */
  firstUnit(row: number): number {
    return row === 0 ? 0 : this.unitCounts[row - 1]!;
  }

  /** Where the record of a row starts, which is where that of the row before ends. */
  recordStart(row: number): number {
    return row === 0 ? 0 : this.unitEnds[this.unitCounts[row - 1]! - 1]! + 1;
  }

  /** Lets go of the rows. What there is of the next one, up to `end` and of so many `units`, comes to the front. */
  clear(end = 0, units = 0): void {
    const start = this.recordStart(this.length);
    const firstUnit = this.firstUnit(this.length);
    if (end > start) this.bytes.copyWithin(0, start, end);
    for (let unit = 0; unit < units; unit++) this.unitEnds[unit] = this.unitEnds[firstUnit + unit]! - start;
    this.length = 0;
  }

  /** Makes room for rows behind what {@link clear} left. */
  makeRoom({ bytes, units, rows }: Room, kept = { bytes: 0, units: 0 }): void {
    if (this.bytes.length < kept.bytes + bytes) {
      const before = this.bytes;
      this.bytes = Buffer.allocUnsafeSlow(kept.bytes + bytes);
      before.copy(this.bytes, 0, 0, kept.bytes);
    }
    if (this.unitEnds.length < kept.units + units) {
      const before = this.unitEnds.subarray(0, kept.units);
      this.unitEnds = new Int32Array(kept.units + units);
      this.unitEnds.set(before);
    }
    if (this.rowNumbers.length >= rows) return;
    this.rowNumbers = new Int32Array(rows);
    this.unitCounts = new Int32Array(rows);
    this.doubts = new Uint8Array(rows);
  }
}
