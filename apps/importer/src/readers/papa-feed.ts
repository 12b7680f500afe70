import Papa, { type ParseError } from 'papaparse';
import { EventEmitter } from 'node:events';
import { NEWLINE } from './csv-dialect.js';

export interface Parsed {
  rows: string[][];
  /** `row` is an index into `rows`; equal to its length for the row that is not finished yet. */
  errors: ParseError[];
  /** Characters of the row that is not finished yet. */
  carried: number;
}

/**
 * Papa Parse fed by hand, one piece of text at a time: the rows come back at once, and whoever feeds decides when to go
 * on. (Its own way of reading a Node stream does not hold the source while the rows are dealt with.)
 * Headers stay ordinary rows: it would rename doubled ones and lose a column called `__proto__`.
 */
export class PapaFeed {
  private readonly source = new FedByHand();
  private parsed: Parsed = { rows: [], errors: [], carried: 0 };
  private failure: Error | null = null;
  private fed = 0;

  constructor(delimiter: string) {
    Papa.parse<string[]>(this.source as unknown as NodeJS.ReadableStream, {
      delimiter,
      newline: NEWLINE,
      header: false,
      chunk: ({ data, errors, meta }) => {
        this.parsed = { rows: data, errors, carried: this.fed - meta.cursor };
      },
      complete: () => undefined,
      error: (error) => {
        this.failure = error;
      },
    });
  }

  /** Takes a piece of text. A row comes out once the piece with its line end was taken. */
  push(text: string): Parsed {
    this.fed += text.length;
    return this.take(() => this.source.emit('data', text));
  }

  /** Takes the end of the text: what is left over is the last row. */
  end(): Parsed {
    return this.take(() => this.source.emit('end'));
  }

  private take(feed: () => void): Parsed {
    this.parsed = { rows: [], errors: [], carried: 0 };
    feed();
    if (this.failure) throw this.failure;
    return this.parsed;
  }
}

/** As much of a readable stream as Papa Parse looks at. */
class FedByHand extends EventEmitter {
  readonly readable = true;
  read(): void {}
  pause(): void {}
  resume(): void {}
}
