import type { FileRefusal } from '#contact-rules';
import type { Coded, ImportDialect, ImportReading, Limits } from '#contracts';
import type { Readable } from 'node:stream';
import type { Encoding } from './csv/to-utf8.js';
import type { EncodedRows } from './encoded-rows.js';
import type { Row } from './row.js';

export type { Row } from './row.js';

/** The uploaded file, wherever it is stored. */
export interface SourceFile {
  size: number;
  /** The first bytes, up to {@link HEAD_BYTES}. */
  head: Buffer;
  /**
   * Opens the file at byte `from`. A caller that stops early must destroy the stream.
   * @param to the end of the needed range, exclusive; the stream may return more bytes
   */
  read(from?: number, to?: number): Promise<Readable>;
}

export interface ReadContext {
  limits: Limits;
  /** Adds a warning about the file. The import continues. */
  warn: (warning: Coded) => void;
  /** How the file is to be read. What is not stated is detected. */
  stated?: ImportReading;
  /** Notes how the file is read, before its first row. */
  found?: (dialect: Partial<ImportDialect>) => void;
  /** The encoding of a text, if it was detected when the file was read before. */
  encoding?: Encoding | null;
  /** A text in the cell that decided the encoding, if one did. */
  decidedBy?: string;
  /** Aborts the reading with its reason, also while no row arrives. */
  signal?: AbortSignal;
}

/**
 * Reads a file from its start, header first, including blank rows. Batches are small enough not to block the event
 * loop. The reader waits for the consumer, so that memory does not grow with the file. A batch may be empty: readers of
 * workbooks have much to do before the first row, and yield to their caller meanwhile.
 * @throws FileRefusedError when the whole file is refused
 */
export type RowReader = (file: SourceFile, context: ReadContext) => AsyncGenerator<RowBatch>;

/** Some rows. Those of a text ({@link EncodedRows}) are valid only until the next batch is requested. */
export type RowBatch = readonly Row[] | EncodedRows;

/** The maximum size of all cells of a row together. 200 columns of 4 KiB still fit. */
export const MAX_ROW_CHARACTERS = 1024 * 1024;

/** How many bytes of a file are used to detect its format. */
export const HEAD_BYTES = 64 * 1024;

/** The whole file is refused, and nothing of it is applied. */
export class FileRefusedError extends Error {
  override name = 'FileRefusedError';

  constructor(readonly refusal: FileRefusal) {
    super(refusal.code);
  }
}
