import type { CellObject } from '@e965/xlsx';
import { parseNumberFormat, PLAIN, type NumberFormat } from '../cells/number-format.js';

/** The value of a cell. Dates are numbers with a date format. */
export type CellValue =
  | { kind: 'number'; number: number; format: NumberFormat }
  | { kind: 'text'; text: string }
  | { kind: 'boolean'; isTrue: boolean }
  | { kind: 'error'; code: number };

const NUMBER = 0;
const TEXT = 1;
const BOOLEAN = 2;
const ERROR = 3;
const CHUNK_CELLS = 64 * 1024;

interface Chunk {
  /** Row and column, 16 bits each. */
  places: Uint32Array;
  kinds: Uint8Array;
  formats: Uint16Array;
  /** A number, a boolean, an error code, or the index of a text. */
  values: Float64Array;
}

/** The cells of one sheet in 15 bytes each, plus their texts; equal cells share a text. */
export class CellSink {
  size = 0;
  private readonly chunks: Chunk[] = [];
  private readonly texts: string[] = [];
  private readonly formats: NumberFormat[] = [PLAIN];
  private readonly formatNumbers = new Map<string, number>([['General', 0]]);
  private lastPlace = -1;
  private isSorted = true;

  /** @param row from 0, like `column` */
  add(row: number, column: number, { t, v, z }: CellObject): void {
    if (typeof v === 'number')
      this.put(row, column, t === 'e' ? ERROR : NUMBER, v, t === 'n' ? this.formatNumber(z) : 0);
    else if (typeof v === 'boolean') this.put(row, column, BOOLEAN, v ? 1 : 0, 0);
    else if (typeof v === 'string' && v !== '') this.put(row, column, TEXT, this.texts.push(v) - 1, 0);
  }

  /** The cells sorted by row and column. If a position has several cells, the last one wins. */
  *cells(): Generator<{ row: number; column: number; value: CellValue }> {
    const order = this.isSorted ? null : this.order();
    for (let i = 0; i < this.size; i++) {
      const number = order === null ? i : order[i]!;
      const { places } = this.chunks[Math.floor(number / CHUNK_CELLS)]!;
      const place = places[number % CHUNK_CELLS]!;
      yield { row: place >>> 16, column: place & 0xffff, value: this.value(number) };
    }
  }

  private put(row: number, column: number, kind: number, value: number, format: number): void {
    const i = this.size % CHUNK_CELLS;
    if (i === 0) this.chunks.push(newChunk());
    const { places, kinds, formats, values } = this.chunks.at(-1)!;
    const place = ((row << 16) | (column & 0xffff)) >>> 0;
    places[i] = place;
    kinds[i] = kind;
    formats[i] = format;
    values[i] = value;
    this.isSorted &&= place > this.lastPlace;
    this.lastPlace = place;
    this.size++;
  }

  private value(number: number): CellValue {
    const { kinds, formats, values } = this.chunks[Math.floor(number / CHUNK_CELLS)]!;
    const i = number % CHUNK_CELLS;
    const value = values[i]!;
    switch (kinds[i]) {
      case TEXT:
        return { kind: 'text', text: this.texts[value]! };
      case BOOLEAN:
        return { kind: 'boolean', isTrue: value === 1 };
      case ERROR:
        return { kind: 'error', code: value };
      default:
        return { kind: 'number', number: value, format: this.formats[formats[i]!]! };
    }
  }

  private order(): Uint32Array {
    const place = (number: number): number =>
      this.chunks[Math.floor(number / CHUNK_CELLS)]!.places[number % CHUNK_CELLS]!;
    return Uint32Array.from({ length: this.size }, (_, i) => i).sort((a, b) => place(a) - place(b) || a - b);
  }

  private formatNumber(code: string | number | undefined): number {
    const key = String(code ?? 'General');
    let number = this.formatNumbers.get(key);
    if (number === undefined) {
      number = this.formats.push(parseNumberFormat(key)) - 1;
      this.formatNumbers.set(key, number);
    }
    return number;
  }
}

function newChunk(): Chunk {
  return {
    places: new Uint32Array(CHUNK_CELLS),
    kinds: new Uint8Array(CHUNK_CELLS),
    formats: new Uint16Array(CHUNK_CELLS),
    values: new Float64Array(CHUNK_CELLS),
  };
}
