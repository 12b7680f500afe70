import type { FileRefusal } from '#contact-rules';
import type { Coded, Limits } from '#contracts';
import type { Readable } from 'node:stream';
import type { Encoding } from './csv/to-utf8.js';
import type { EncodedRows } from './encoded-rows.js';
import type { Row } from './row.js';

export type { Row } from './row.js';

/** The uploaded file, wherever it lies. */
export interface SourceFile {
  size: number;
  /** The first bytes, up to {@link HEAD_BYTES}. */
  head: Buffer;
  /**
   * Opens the file from the byte `from` on. Whoever stops early destroys the stream.
   * @param to where it may end, itself not included; more bytes can come
   */
  read(from?: number, to?: number): Promise<Readable>;
}

export interface ReadContext {
  limits: Limits;
  /** Takes a remark on the file that does not stop its import. */
  warn: (warning: Coded) => void;
  /** Of a text; by default it is found out. */
  encoding?: Encoding | null;
  /** Ends the reading with its reason, also while no row comes. */
  signal?: AbortSignal;
}

/**
 * Reads a file from its start, in batches of rows that the event loop can bear, the header first, blank rows included.
 * Waits for whoever takes the rows, so that memory does not grow with the file. A batch may be empty: readers of
 * workbooks have much to do before the first row, and give their caller a turn.
 * @throws FileRefusedError when the shape of the file is wrong
 */
export type RowReader = (file: SourceFile, context: ReadContext) => AsyncGenerator<RowBatch>;

/** Some rows. Those of a text ({@link EncodedRows}) are good until the next ones are asked for. */
export type RowBatch = readonly Row[] | EncodedRows;

/** What the cells of a row hold together, at most. 200 columns of 4 KiB still fit. */
export const MAX_ROW_CHARACTERS = 1024 * 1024;

/** How much of a file decides what it is. */
export const HEAD_BYTES = 64 * 1024;

/** The file is refused as a whole; nothing of it is applied. */
export class FileRefusedError extends Error {
  override name = 'FileRefusedError';

  constructor(readonly refusal: FileRefusal) {
    super(refusal.code);
  }
}
