import { coded } from '#contracts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EncodedRows } from './encoded-rows.js';
import { CsvTokenizer } from './csv/csv-tokenizer.js';
import { detectDialect } from './csv/detect-dialect.js';
import { toUtf8 } from './csv/to-utf8.js';
import type { ReadContext, SourceFile } from './row-reader.js';

/** Text is taken apart in pieces of so many bytes, about a thousand rows: a millisecond. */
const PIECE_BYTES = 64 * 1024;

/**
 * Reads CSV: comma, `;` or tab, or what a `sep=` line says; any line ends, mixed too; quotes across lines. The encoding is
 * told by the byte order mark, else it is UTF-8.
 * @throws FileRefusedError at a quote that is never closed or misplaced
 * @throws WrongEncodingError when it has to be read again in another encoding
 */
export async function* readCsv(
  file: SourceFile,
  { warn, encoding = null }: ReadContext,
  pieceSize = PIECE_BYTES,
): AsyncGenerator<EncodedRows> {
  if (encoding === 'windows-1252') warn(coded('windows_1252'));
  const bytes = await file.read();
  let tokenizer: CsvTokenizer | null = null;
  try {
    for await (let piece of inPieces(toUtf8(bytes, file.head, encoding), pieceSize)) {
      if (tokenizer === null) {
        const { delimiter, rowsFrom } = detectDialect(piece.toString());
        tokenizer = new CsvTokenizer(delimiter);
        piece = piece.subarray(rowsFrom);
      }
      yield tokenizer.push(piece);
      await nextTurn();
    }
    if (tokenizer) yield tokenizer.finish();
  } finally {
    bytes.destroy();
  }
}

/**
 * The same text in pieces that the event loop can bear. The first is whole, so that what it tells does not depend on how
 * the bytes came.
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
