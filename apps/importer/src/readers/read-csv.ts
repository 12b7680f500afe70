import { coded } from '#contracts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EncodedRows } from './encoded-rows.js';
import { CsvTokenizer } from './csv/csv-tokenizer.js';
import { detectDialect } from './csv/detect-dialect.js';
import { toUtf8 } from './csv/to-utf8.js';
import type { ReadContext, SourceFile } from './row-reader.js';

/** The text is processed in pieces of this size: about a thousand rows, or a millisecond. */
const PIECE_BYTES = 64 * 1024;
/** How much of a cell a warning shows. */
const SHOWN_CHARACTERS = 60;

/**
 * Reads CSV. The delimiter is a comma, `;`, tab, or what a `sep=` line says. Line ends may be of any kind and mixed.
 * Quoted cells may contain line breaks. The encoding comes from the byte order mark; without one it is UTF-8.
 * @throws FileRefusedError at a quote that is misplaced or never closed
 * @throws WrongEncodingError when the file must be read again in another encoding
 */
export async function* readCsv(
  file: SourceFile,
  { warn, encoding = null, decidedBy = '' }: ReadContext,
  pieceSize = PIECE_BYTES,
): AsyncGenerator<EncodedRows> {
  let isToWarn = encoding === 'windows-1252';
  const lookedAt = (rows: EncodedRows): EncodedRows => {
    const found = isToWarn && decidedBy !== '' ? rows.find(decidedBy) : null;
    if (!found) return rows;
    warn(coded('windows_1252/cell', { row: found.row, cell: found.cell.slice(0, SHOWN_CHARACTERS) }));
    isToWarn = false;
    return rows;
  };
  const bytes = await file.read();
  let tokenizer: CsvTokenizer | null = null;
  try {
    for await (let piece of inPieces(toUtf8(bytes, file.head, encoding), pieceSize)) {
      if (tokenizer === null) {
        const { delimiter, rowsFrom } = detectDialect(piece.toString());
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
