import { RECORD_SEPARATOR, UNIT_SEPARATOR } from '../rows/checked-objects.js';
import { byteMeanings, DOUBTFUL, GOOD } from './byte-meanings.js';
import { EncodedRows } from './encoded-rows.js';
import type { Row } from './row.js';

const MEANINGS = byteMeanings();
const FIRST_NOT_ASCII = 0x80;
/** A UTF-16 code unit takes at most this many bytes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
/** A row number, and its separator. */
const MAX_NUMBER_BYTES = 12;

/**
 * Encodes the rows of a sheet, whose cells are already strings, so that they are checked and stored like rows of a
 * text.
 */
export class RowEncoder {
  private readonly rows = new EncodedRows();
  private end = 0;
  private doubts = GOOD;

  /** @returns the same object each time, with one row for each of the batch */
  encode(batch: readonly Row[]): EncodedRows {
    const { rows } = this;
    this.makeRoom(batch);
    let units = 0;
    for (const { rowNumber, cells, faults } of batch) {
      // A lone surrogate becomes U+FFFD and marks the row as doubtful.
      this.doubts = faults ? DOUBTFUL : GOOD;
      this.write(String(rowNumber));
      for (const cell of cells) {
        this.endUnit(units++, UNIT_SEPARATOR);
        this.write(cell);
      }
      this.endUnit(units++, RECORD_SEPARATOR);
      rows.rowNumbers[rows.length] = rowNumber;
      rows.doubts[rows.length] = this.doubts === DOUBTFUL ? 1 : 0;
      rows.unitCounts[rows.length++] = units;
    }
    return rows;
  }

  private makeRoom(batch: readonly Row[]): void {
    let bytes = 0;
    let units = 0;
    for (const { cells } of batch) {
      bytes += MAX_NUMBER_BYTES + cells.length;
      units += 1 + cells.length;
      for (const cell of cells) bytes += cell.length * MAX_BYTES_PER_UNIT;
    }
    this.rows.clear();
    this.rows.makeRoom({ bytes, units, rows: batch.length });
    this.end = 0;
  }

  private write(text: string): void {
    const { bytes } = this.rows;
    const { end } = this;
    let { doubts } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= FIRST_NOT_ASCII) return this.writeAny(text);
      bytes[end + i] = code;
      doubts |= MEANINGS[code]!;
    }
    this.end += text.length;
    this.doubts = doubts;
  }

  private writeAny(text: string): void {
    const { bytes } = this.rows;
    const end = this.end + bytes.write(text, this.end);
    for (; this.end < end; this.end++) this.doubts |= MEANINGS[bytes[this.end]!]!;
  }

  private endUnit(unit: number, separator: number): void {
    this.rows.unitEnds[unit] = this.end;
    this.rows.bytes[this.end++] = separator;
  }
}
