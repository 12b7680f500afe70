import { fileError, warning } from '#contact-rules';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { detectDialect } from './csv-dialect.js';
import { decodeText, type Encoding } from './decode-text.js';
import { PapaFeed, type Parsed } from './papa-feed.js';
import { FileRefusedError, MAX_ROW_CHARACTERS, type ReadContext, type Row, type SourceFile } from './row-reader.js';

/** Text is parsed in pieces of this many characters, about a thousand rows: a few milliseconds. */
const PIECE = 64 * 1024;
/** In a row that goes on in the next piece, a quote may look misplaced because what follows it is not there yet. */
const MAX_DOUBTFUL_QUOTES = 16;

export interface CsvOptions {
  /** Null: by the byte order mark, else UTF-8. */
  encoding: Encoding | null;
  pieceSize?: number;
}

/**
 * Reads CSV: comma, `;` or tab, or what a `sep=` line says; any line ends, mixed too; quotes across lines.
 * @throws FileRefusedError at a quote that is never closed or misplaced
 * @throws WrongEncodingError when it has to be read again in another encoding
 */
export async function* readCsv(
  file: SourceFile,
  { warn }: ReadContext,
  { encoding, pieceSize = PIECE }: CsvOptions,
): AsyncGenerator<Row[]> {
  if (encoding === 'windows-1252') warn(warning('windows_1252'));
  const bytes = await file.read();
  try {
    const text = withLineFeeds(decodeText(bytes, file.head, encoding));
    yield* parseRows(inPieces(text, pieceSize));
  } finally {
    bytes.destroy();
  }
}

async function* parseRows(pieces: AsyncIterable<string>): AsyncGenerator<Row[]> {
  let feed: PapaFeed | null = null;
  let rowNumber = 1;
  let endsWithNewline = true;
  const number = (parsed: Parsed): Row[] => {
    checkQuotes(parsed, rowNumber);
    return parsed.rows.map((cells) => ({ rowNumber: rowNumber++, cells: withoutCarriageReturn(cells) }));
  };

  for await (let piece of pieces) {
    endsWithNewline = piece.endsWith('\n');
    if (feed === null) {
      const { delimiter, rowsFrom } = detectDialect(piece);
      feed = new PapaFeed(delimiter);
      piece = piece.slice(rowsFrom);
    }
    const parsed = feed.push(piece);
    yield number(parsed);
    if (parsed.carried > MAX_ROW_CHARACTERS) throw new FileRefusedError(tooLong(feed, rowNumber));
    await nextTurn();
  }
  if (feed === null) return;
  // A last quoted cell is only understood when its line ends.
  if (!endsWithNewline) yield number(feed.push('\n'));
  yield number(feed.end());
}

/** A quote that is not where a quote can be may have swallowed any number of rows: the file cannot be trusted. */
function checkQuotes({ rows, errors }: Parsed, firstRowNumber: number): void {
  const open = errors.find(({ code }) => code === 'MissingQuotes');
  const misplaced = errors.filter(({ code }) => code === 'InvalidQuotes');
  const index = misplaced[0]?.row ?? 0;
  const isDoubtful = index === rows.length && misplaced.length <= MAX_DOUBTFUL_QUOTES;
  if (misplaced.length > 0 && !isDoubtful) {
    const code = runsOverLines(rows[index]) ? 'quote_not_closed' : 'quote_misplaced';
    throw new FileRefusedError(fileError(code, { row: firstRowNumber + index }));
  }
  if (open) throw new FileRefusedError(fileError('quote_not_closed', { row: firstRowNumber + (open.row ?? 0) }));
}

/** A misplaced quote on a later line is rather the next quoted cell, seen from within one that was never closed. */
function runsOverLines(row: string[] | undefined): boolean {
  const cell = row?.find((text) => text.includes('"')) ?? '\n';
  const quote = cell.indexOf('"');
  return cell.slice(0, quote === -1 ? undefined : quote).includes('\n');
}

function tooLong(feed: PapaFeed, row: number) {
  const isQuoteOpen = feed.end().errors.some(({ code }) => code === 'MissingQuotes');
  return fileError(isQuoteOpen ? 'quote_not_closed' : 'row_too_long', { row });
}

/** Lines end in CR LF or LF here; the parser knows the LF. */
function withoutCarriageReturn(cells: string[]): string[] {
  const last = cells.length - 1;
  if (cells[last]!.endsWith('\r')) cells[last] = cells[last]!.slice(0, -1);
  return cells;
}

/** Turns each carriage return that stands alone into a line feed: old Macs end lines so. In cells it means the same. */
async function* withLineFeeds(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const part of text) {
    const whole = held + part;
    held = whole.endsWith('\r') ? '\r' : '';
    yield (held ? whole.slice(0, -1) : whole).replace(/\r(?!\n)/g, '\n');
  }
  if (held) yield '\n';
}

/** The same text in pieces of equal size, so that what is found does not depend on how the bytes came. */
async function* inPieces(text: AsyncIterable<string>, size: number): AsyncGenerator<string> {
  let rest = '';
  for await (const part of text) {
    rest += part;
    let from = 0;
    for (; rest.length - from >= size; from += size) yield rest.slice(from, from + size);
    rest = rest.slice(from);
  }
  if (rest !== '') yield rest;
}
