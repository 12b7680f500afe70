import { buffer } from 'node:stream/consumers';
import { checkEdition, rowsOf } from '../../apps/importer/src/readers/read-xls.js';
import type { ReadContext, Row, SourceFile } from '../../apps/importer/src/readers/row-reader.js';
import type { XlsMessage } from '../../apps/importer/src/readers/xls/messages.js';
import { xlsMessages } from '../../apps/importer/src/readers/xls/xls-messages.js';

/**
 * Reads an XLS as the importer does, but in this process, which a file may hold up or end. So hundreds are read in the time
 * that it takes to start a process.
 */
export async function* readXlsHere(file: SourceFile, context: ReadContext): AsyncGenerator<Row[]> {
  const isOld = await checkEdition(file);
  const { limits, stated } = context;
  const nextMessage = xlsMessages(async () => buffer(await file.read()), { limits, isOld, sheet: stated?.sheet });
  yield* rowsOf(messagesOf(nextMessage), context);
}

async function* messagesOf(nextMessage: () => Promise<XlsMessage>): AsyncGenerator<XlsMessage> {
  for (;;) yield await nextMessage();
}
