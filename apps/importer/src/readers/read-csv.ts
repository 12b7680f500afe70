import { coded, DELIMITERS, type ImportDialect } from '#contracts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EncodedRows } from './encoded-rows.js';
import { CsvTokenizer } from './csv/csv-tokenizer.js';
import { detectDialect } from './csv/detect-dialect.js';
import { detectByteOrderMark, toUtf8, type Encoding } from './csv/to-utf8.js';
import type { ReadContext, SourceFile } from './row-reader.js';

/** The text is processed in pieces of this size: about a thousand rows, or a millisecond. */
const PIECE_BYTES = 64 * 1024;
/** How much of a cell a warning shows. */
const SHOWN_CHARACTERS = 60;

/**
 * Reads CSV. The delimiter is a comma, `;`, tab, what a `sep=` line says, or what is stated. Line ends may be of any kind
 * and mixed. Quoted cells may contain line breaks. The encoding comes from the byte order mark; without one it is UTF-8,
 * unless another is stated.
 * @throws FileRefusedError at a quote that is misplaced or never closed
 * @throws WrongEncodingError when the file must be read again in another encoding
 */
export async function* readCsv(
  file: SourceFile,
  { warn, stated = {}, found, encoding: detected = null, decidedBy = '' }: ReadContext,
  pieceSize = PIECE_BYTES,
): AsyncGenerator<EncodedRows> {
  const encoding = detected ?? stated.encoding ?? null;
  let isToWarn = detected === 'windows-1252';
  const lookedAt = (rows: EncodedRows): EncodedRows => {
    const first = isToWarn && decidedBy !== '' ? rows.find(decidedBy) : null;
    if (!first) return rows;
    warn(coded('windows_1252/cell', { row: first.row, cell: first.cell.slice(0, SHOWN_CHARACTERS) }));
    isToWarn = false;
    return rows;
  };
  const bytes = await file.read();
  let tokenizer: CsvTokenizer | null = null;
  try {
    for await (let piece of inPieces(toUtf8(bytes, file.head, encoding, stated.encoding !== undefined), pieceSize)) {
      if (tokenizer === null) {
        const { delimiter, rowsFrom } = detectDialect(piece.toString(), stated);
        found?.(dialectOf(delimiter, encoding ?? detectByteOrderMark(file.head)?.encoding ?? 'utf-8'));
        tokenizer = new CsvTokenizer(delimiter);
        piece = piece.subarray(rowsFrom);
      }
      yield lookedAt(tokenizer.push(piece));
      await nextTurn();
    }
    if (tokenizer) yield lookedAt(tokenizer.finish());
    if (isToWarn) warn(coded('windows_1252'));
  } finally {
    bytes.destroy();
  }
}

function dialectOf(delimiter: string, encoding: Encoding): Partial<ImportDialect> {
  const [name = delimiter] = Object.entries(DELIMITERS).find(([, character]) => character === delimiter) ?? [];
  return { delimiter: name, encoding: encoding === 'utf-8-mended' ? 'utf-8' : encoding };
}

/**
 * Splits the text into small pieces, so that the event loop is not blocked. The first piece is always full, so that
 * detection does not depend on how the bytes arrived.
 */
async function* inPieces(text: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (let chunk of text) {
    if (first !== null) {
      chunk = first = Buffer.concat([first, chunk]);
      if (chunk.length < size) continue;
      first = null;
    }
    for (let from = 0; from < chunk.length; from += size) yield chunk.subarray(from, from + size);
  }
  if (first !== null && first.length > 0) yield first;
}
