/**
 * The program of the process that reads one XLS file from its standard input and sends its rows on request. It is a
 * separate process because SheetJS needs the whole file in memory and cannot be interrupted, and a malicious file may
 * take all memory or time. Arguments: the size of the file, the limits as JSON, {@link OLD} for Excel 5 and 95 or nothing, and
 * the name of the sheet if it is stated.
 */
import { fileError } from '#contact-rules';
import { limitsSchema } from '#contracts';
import { read, set_cptable } from '@e965/xlsx';
import { FileRefusedError } from '../row-reader.js';
import { endWithParent } from './end-with-parent.js';
import { interceptSheetJs } from './intercept-sheetjs.js';
import { OLD, type XlsMessage } from './messages.js';
import { xlsRows } from './xls-rows.js';

const [size = '0', limitsJson = '{}', edition, sheet] = process.argv.slice(2);
const limits = limitsSchema.parse(JSON.parse(limitsJson));
let messages: Generator<XlsMessage> | null = null;

endWithParent();
process.on('disconnect', () => process.exit());
process.on('message', () => void answer());

async function answer(): Promise<void> {
  process.send!(await nextMessage());
}

async function nextMessage(): Promise<XlsMessage> {
  try {
    messages ??= await open();
    return messages.next().value as XlsMessage;
  } catch (error) {
    const refusal = error instanceof FileRefusedError ? error.refusal : refusalOf(error as Error);
    return { kind: 'refused', refusal };
  }
}

async function open(): Promise<Generator<XlsMessage>> {
  const bytes = await readInput();
  // Since Excel 97, texts are in Unicode. With the code pages loaded, looking up every character would take most of the
  // time.
  if (edition === OLD) set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
  const cellsOf = interceptSheetJs();
  const options = { dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: false } as const;
  return xlsRows(read(bytes, { type: 'buffer', ...options }), cellsOf, limits, sheet);
}

async function readInput(): Promise<Buffer> {
  const bytes = Buffer.alloc(Number(size));
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) length += chunk.copy(bytes, length);
  return bytes.subarray(0, length);
}

/** SheetJS has no codes for its errors. All except a password mean that the file is damaged. */
function refusalOf(error: Error): FileRefusedError['refusal'] {
  return fileError(/password|encrypt/i.test(error.message) ? 'encrypted_workbook' : 'broken_workbook', {});
}
