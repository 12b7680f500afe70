/**
 * The program of the process that reads one XLS file from its standard input and sends its rows on request. It is a
 * separate process because SheetJS needs the whole file in memory and cannot be interrupted, and a malicious file may
 * take all memory or time. Arguments: the size of the file, the limits as JSON, {@link OLD} for Excel 5 and 95 or nothing, and
 * the name of the sheet if it is stated.
 */
import { limitsSchema } from '#contracts';
import { endWithParent } from './end-with-parent.js';
import { OLD } from './messages.js';
import { xlsMessages } from './xls-messages.js';

const [size = '0', limitsJson = '{}', edition, sheet] = process.argv.slice(2);
const limits = limitsSchema.parse(JSON.parse(limitsJson));
const nextMessage = xlsMessages(readInput, { limits, isOld: edition === OLD, sheet });

endWithParent();
process.on('disconnect', () => process.exit());
process.on('message', () => void answer());

async function answer(): Promise<void> {
  process.send!(await nextMessage());
}

async function readInput(): Promise<Buffer> {
  const bytes = Buffer.alloc(Number(size));
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) length += chunk.copy(bytes, length);
  return bytes.subarray(0, length);
}
