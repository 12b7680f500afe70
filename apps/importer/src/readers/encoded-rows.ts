import type { Row } from './row.js';

/** The maximum number of bytes, units and rows that will be added. */
interface Room {
  bytes: number;
  units: number;
  rows: number;
}

/**
 * Rows in the format of the records that the check stores (checked-objects.ts): in UTF-8, with the row number and the
 * cells as units, each followed by a separator. So a good row can be stored as it is, and a row of a text is never
 * converted to a string.
 *
 * The memory is reused for the next rows. Fields are public for code that looks at every byte.
 */
export class EncodedRows implements Iterable<Row> {
  /** The number of rows. */
  length = 0;
  rowNumbers = new Int32Array(0);
  /**
   * The records, one after another. Cells may contain any byte, also separators: only {@link unitEnds} shows where they
   * end.
   */
  bytes: Buffer = Buffer.alloc(0);
  /** The end positions of the units of all rows. The next unit starts one byte later, after the separator. */
  unitEnds = new Int32Array(0);
  /** For each row, the number of units up to its end. */
  unitCounts = new Int32Array(0);
  /** Not 0 for rows with a character that needs a closer check. */
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

  /** The first cell that has this text in it. The text has more than digits, so it is in no row number. */
  find(text: string): { row: number; cell: string } | null {
    const at = this.bytes.subarray(0, this.recordStart(this.length)).indexOf(text);
    if (at === -1) return null;
    const unit = this.unitEnds.findIndex((end) => end > at);
    const row = this.unitCounts.findIndex((count) => count > unit);
    const cell = this.bytes.toString('utf8', this.unitEnds[unit - 1]! + 1, this.unitEnds[unit]);
    return { row: this.rowNumbers[row]!, cell };
  }

  /** The index of a row's first unit, the row number, in {@link unitEnds}. */
  firstUnit(row: number): number {
    return row === 0 ? 0 : this.unitCounts[row - 1]!;
  }

  /** The start of a row's record, which is the end of the previous one. */
  recordStart(row: number): number {
    return row === 0 ? 0 : this.unitEnds[this.unitCounts[row - 1]! - 1]! + 1;
  }

  /**
   * Removes the rows. The part of the next row that is already there, up to `end` and with `units` units, moves to the
   * front.
   */
  clear(end = 0, units = 0): void {
    const start = this.recordStart(this.length);
    const firstUnit = this.firstUnit(this.length);
    if (end > start) this.bytes.copyWithin(0, start, end);
    for (let unit = 0; unit < units; unit++) this.unitEnds[unit] = this.unitEnds[firstUnit + unit]! - start;
    this.length = 0;
  }

  /** Makes room for rows after what {@link clear} kept. */
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
