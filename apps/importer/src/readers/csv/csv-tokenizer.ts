import { fileError, shownText } from '#contact-rules';
import { RECORD_SEPARATOR, UNIT_SEPARATOR } from '../../rows/checked-objects.js';
import { FileRefusedError, MAX_ROW_CHARACTERS } from '../row-reader.js';
import { byteMeanings, DOUBTFUL, GOOD } from '../byte-meanings.js';
import { EncodedRows } from '../encoded-rows.js';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;

/** The maximum output for a byte of text: a row of its own, with a row number of ten digits and two separators. */
const BYTES_PER_BYTE = 12;
/** The row number and a cell. */
const UNITS_PER_BYTE = 2;

/** A byte that ends the cell, or has a special meaning within quotes. */
const SPECIAL = 4;

/** Of the cell in which a quote is wrong, a refusal shows what is in so many bytes, and not too much of that. */
const SHOWN_BYTES = 400;

/** The states of the tokenizer. */
const CELL_START = 0;
const PLAIN = 1;
const QUOTED = 2;
/** After a quote in a quoted cell. It ends the cell unless another quote follows. */
const AFTER_QUOTE = 3;
/** In spaces after a closing quote. */
const AFTER_CELL = 4;

/**
 * Splits a CSV text in UTF-8 into rows and cells, byte by byte. Accepts RFC 4180 and what spreadsheets also accept: any
 * line ends, quotes within unquoted cells, spaces after closing quotes. Papa Parse gives the same rows;
 * read-csv.test.ts compares the two.
 */
export class CsvTokenizer {
  private readonly rows = new EncodedRows();
  private readonly plain = byteMeanings();
  private readonly quoted = byteMeanings();
  private readonly delimiter: number;
  private readonly rowNumber = new DecimalCounter();
  private state = CELL_START;
  /** The unfinished row: its current end in the bytes and in the units, and its doubts. */
  private end = 0;
  private units = 0;
  private doubts = GOOD;
  /** The last byte was a carriage return that ends a row or is in a quoted cell. A line feed after it belongs to it. */
  private isAfterReturn = false;

  /** @param delimiter an ASCII character */
  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
    for (const byte of [this.delimiter, LINE_FEED, CARRIAGE_RETURN]) this.plain[byte] = SPECIAL;
    for (const byte of [QUOTE, CARRIAGE_RETURN]) this.quoted[byte] = SPECIAL;
    this.makeRoom(0);
    this.startRow();
  }

  /**
   * Processes the next piece of text.
   * @returns the rows that end in it; the same object each time
   * @throws FileRefusedError at a misplaced quote, or when a row or a quoted cell is too long
   */
  push(text: Uint8Array): EncodedRows {
    this.makeRoom(text.length);
    for (let i = 0; i < text.length;) {
      switch (this.state) {
        case CELL_START:
          i = this.startCell(text, i);
          break;
        case PLAIN:
          i = this.copyRun(text, i, this.plain);
          if (i < text.length) this.endCell(text[i++]!);
          break;
        case QUOTED:
          i = this.copyQuoted(text, i);
          break;
        default:
          this.afterQuote(text[i++]!);
      }
    }
    const openBytes = this.end - this.rows.recordStart(this.rows.length);
    if (openBytes > MAX_ROW_CHARACTERS) this.refuse(this.state === QUOTED ? 'quote_not_closed' : 'row_too_long');
    return this.rows;
  }

  /** Ends the text. The remaining bytes are the last row. */
  finish(): EncodedRows {
    this.makeRoom(0);
    if (this.state === QUOTED) this.refuse('quote_not_closed');
    if (this.state !== CELL_START || this.units > 1) this.endRow();
    return this.rows;
  }

  private startCell(text: Uint8Array, i: number): number {
    const byte = text[i]!;
    if (this.isAfterReturn) {
      this.isAfterReturn = false;
      if (byte === LINE_FEED) return i + 1;
    }
    if (byte === QUOTE) {
      this.state = QUOTED;
      return i + 1;
    }
    this.state = PLAIN;
    return i;
  }

  /** Copies the bytes before the next special one. @returns the position of that one */
  private copyRun(text: Uint8Array, from: number, meanings: Uint8Array): number {
    const { bytes } = this.rows;
    let { doubts, end } = this;
    let i = from;
    for (; i < text.length; i++) {
      const byte = text[i]!;
      const meaning = meanings[byte]!;
      if (meaning === SPECIAL) break;
      doubts |= meaning;
      bytes[end++] = byte;
    }
    this.doubts = doubts;
    this.end = end;
    return i;
  }

  private copyQuoted(text: Uint8Array, from: number): number {
    // A single carriage return means a line feed: old Macs ended lines that way.
    if (this.isAfterReturn) {
      this.isAfterReturn = false;
      this.put(text[from] === LINE_FEED ? CARRIAGE_RETURN : LINE_FEED);
      this.doubts = DOUBTFUL;
    }
    const i = this.copyRun(text, from, this.quoted);
    if (i === text.length) return i;
    if (text[i] === QUOTE) this.state = AFTER_QUOTE;
    else this.isAfterReturn = true;
    return i + 1;
  }

  private afterQuote(byte: number): void {
    if (byte === QUOTE && this.state === AFTER_QUOTE) {
      this.put(QUOTE);
      this.doubts = DOUBTFUL;
      this.state = QUOTED;
    } else if (this.plain[byte] === SPECIAL) this.endCell(byte);
    else if (byte === SPACE || byte === TAB) this.state = AFTER_CELL;
    else this.refuse(this.isOverLines() ? 'quote_not_closed' : 'quote_misplaced');
  }

  private put(byte: number): void {
    this.rows.bytes[this.end++] = byte;
  }

  private endCell(byte: number): void {
    this.state = CELL_START;
    if (byte === this.delimiter) this.endUnit(UNIT_SEPARATOR);
    else {
      this.isAfterReturn = byte === CARRIAGE_RETURN;
      this.endRow();
    }
  }

  private endUnit(separator: number): void {
    const { rows } = this;
    rows.unitEnds[this.units++] = this.end;
    rows.bytes[this.end++] = separator;
  }

  private endRow(): void {
    const { rows } = this;
    this.endUnit(RECORD_SEPARATOR);
    rows.doubts[rows.length] = this.doubts === DOUBTFUL ? 1 : 0;
    rows.rowNumbers[rows.length] = this.rowNumber.value;
    rows.unitCounts[rows.length++] = this.units;
    this.rowNumber.increment();
    this.startRow();
  }

  private startRow(): void {
    const { bytes } = this.rows;
    let { end } = this;
    for (let i = this.rowNumber.first; i < this.rowNumber.digits.length; i++) bytes[end++] = this.rowNumber.digits[i]!;
    this.end = end;
    this.endUnit(UNIT_SEPARATOR);
    this.doubts = GOOD;
  }

  private makeRoom(textBytes: number): void {
    const { rows } = this;
    const start = rows.recordStart(rows.length);
    const firstUnit = rows.firstUnit(rows.length);
    rows.clear(this.end, this.units - firstUnit);
    this.end -= start;
    this.units -= firstUnit;
    // The end of the text also ends a row.
    const count = textBytes + 1;
    const room = { bytes: count * BYTES_PER_BYTE, units: count * UNITS_PER_BYTE, rows: count };
    rows.makeRoom(room, { bytes: this.end, units: this.units });
  }

  /** True when the current cell has a line break. */
  private isOverLines(): boolean {
    return this.rows.bytes.subarray(this.rows.unitEnds[this.units - 1]! + 1, this.end).includes(LINE_FEED);
  }

  private refuse(code: 'quote_not_closed' | 'quote_misplaced' | 'row_too_long'): never {
    const place = { row: this.rowNumber.value };
    const start = this.rows.unitEnds[this.units - 1]! + 1;
    const text = shownText(this.rows.bytes.toString('utf8', start, Math.min(this.end, start + SHOWN_BYTES)));
    if (code === 'row_too_long' || text === '') throw new FileRefusedError(fileError(code, place));
    throw new FileRefusedError(fileError(`${code}/text`, place, { text }));
  }
}

/** Counts rows in decimal digits, which is faster than formatting each number. */
class DecimalCounter {
  value = 0;
  readonly digits = new Uint8Array(10).fill(ZERO);
  /** The position of the first digit that is not a leading zero. */
  first = this.digits.length - 1;

  constructor() {
    this.increment();
  }

  increment(): void {
    this.value++;
    let at = this.digits.length - 1;
    for (; this.digits[at] === NINE; at--) this.digits[at] = ZERO;
    this.digits[at]!++;
    if (at < this.first) this.first = at;
  }
}
