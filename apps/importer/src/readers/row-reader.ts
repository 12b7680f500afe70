import type { CellFault } from '#contact-rules';
import type { ImportError, ImportWarning, Limits } from '#contracts';
import type { Readable } from 'node:stream';

/** One row of a file. */
export interface Row {
  /** As a spreadsheet shows it: the header is row 1, blank lines count, a cell over several lines does not. */
  rowNumber: number;
  /** As they stand in the file; only the trace of the line end is taken off. */
  cells: string[];
  /** The cells of a workbook that have no value: in `cells` stands what the spreadsheet shows there. */
  faults?: CellFault[];
}

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
  warn: (warning: ImportWarning) => void;
  /** Ends the reading with its reason, also while no row comes. */
  signal?: AbortSignal;
}

/**
 * Reads a file from its start, in batches of rows that the event loop can bear, the header first, blank rows included.
 * Waits for whoever takes the rows, so that memory does not grow with the file. A batch may be empty: readers of
 * workbooks have much to do before the first row, and give their caller a turn.
 * @throws FileRefusedError when the shape of the file is wrong
 */
export type RowReader = (file: SourceFile, context: ReadContext) => AsyncGenerator<Row[]>;

/** What the cells of a row hold together, at most. 200 columns of 4 KiB still fit. */
export const MAX_ROW_CHARACTERS = 1024 * 1024;

/** How much of a file decides what it is. */
export const HEAD_BYTES = 64 * 1024;

/** The file is refused as a whole; nothing of it is applied. */
export class FileRefusedError extends Error {
  override name = 'FileRefusedError';

  constructor(readonly refusal: ImportError) {
    super(refusal.code);
  }
}
