import { fileError } from '#contact-rules';
import { coded } from '#contracts';
import { fromRoot } from '#platform';
import { warnOf } from './cells/row-builder.js';
import { FileRefusedError, type ReadContext, type Row, type SourceFile } from './row-reader.js';
import { listStreams } from './xls/compound-file.js';
import { MORE, type XlsMessage } from './xls/messages.js';
import { ReadingProcess } from './xls/reading-process.js';

/** The file is in memory twice, besides its cells. A larger one would exceed the 400 MB of its process. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A full sheet takes some seconds. A file that takes this long is an attack. */
const PATIENCE_SECONDS = 120;
const TURN_MS = 1000;

const PROGRAM = fromRoot('dist/apps/importer/src/readers/xls/xls-process.js');

export interface XlsOptions {
  /** The compiled program of the process. */
  program?: URL;
  patienceSeconds?: number;
}

/**
 * Reads the stated or first visible sheet of an XLS file (Excel 5 to 2003) in a separate process, so that a crash or an
 * endless loop there does not affect this one. That process always ends with this function.
 * @throws FileRefusedError when it is not such a workbook, damaged, encrypted, or needs too much memory or time
 */
export async function* readXls(
  file: SourceFile,
  context: ReadContext,
  { program = PROGRAM, patienceSeconds = PATIENCE_SECONDS }: XlsOptions = {},
): AsyncGenerator<Row[]> {
  const isOld = await checkEdition(file);
  const { limits, signal, stated } = context;
  signal?.throwIfAborted();
  const reading = new ReadingProcess(program, file, { limits, isOld, sheet: stated?.sheet });
  const abort = (): void => reading.kill(signal?.reason as Error);
  signal?.addEventListener('abort', abort);
  const feeding = reading.feed();
  try {
    yield* rowsOf(messagesOf(reading, patienceSeconds), context);
  } finally {
    signal?.removeEventListener('abort', abort);
    reading.kill(new Error('nobody reads on'));
    await feeding;
  }
}

/** The answers of the process, and null each second while there is none. */
async function* messagesOf(reading: ReadingProcess, patienceSeconds: number): AsyncGenerator<XlsMessage | null> {
  for (;;) {
    reading.ask(MORE);
    const deadline = Date.now() + patienceSeconds * 1000;
    for (let message: XlsMessage | null = null; message === null;) {
      if (Date.now() >= deadline) throw new FileRefusedError(fileError('workbook_too_complex', {}));
      message = await reading.answer(Math.min(TURN_MS, patienceSeconds * 1000));
      yield message;
    }
  }
}

/**
 * The rows that are in the messages about a workbook. What else they say goes to the context.
 * @param messages null: nothing new, so the caller gets no rows
 */
export async function* rowsOf(
  messages: AsyncIterable<XlsMessage | null>,
  { warn, stated, found }: ReadContext,
): AsyncGenerator<Row[]> {
  for await (const message of messages) {
    if (message?.kind === 'refused') throw new FileRefusedError(message.refusal);
    if (message?.kind === 'dialect') found?.(message.dialect);
    if (message === null || message.kind === 'rows') yield message?.rows ?? [];
    if (message?.kind !== 'end') continue;
    warnOf(message.remarks, warn);
    if (message.sheetName !== null && stated?.sheet === undefined)
      warn(coded('other_sheets', { read: message.sheetName }));
    return;
  }
}

/**
 * @returns true for Excel 5 and 95
 * @throws FileRefusedError when the compound file is not a readable XLS
 */
export async function checkEdition(file: SourceFile): Promise<boolean> {
  const streams = await listStreams(file);
  const code = reasonAgainst(streams, file.size);
  if (code) throw new FileRefusedError(fileError(code, {}));
  return !streams.has('workbook');
}

function reasonAgainst(streams: Set<string>, size: number) {
  if (streams.has('encryptedpackage')) return 'encrypted_workbook';
  if (streams.size === 0) return 'broken_workbook';
  if (!streams.has('workbook') && !streams.has('book')) return 'unknown_format';
  return size > MAX_BYTES ? 'workbook_too_complex' : null;
}
