import { fileError } from '#contact-rules';
import type { Limits } from '#contracts';
import { read, set_cptable } from '@e965/xlsx';
import { FileRefusedError } from '../row-reader.js';
import { interceptSheetJs } from './intercept-sheetjs.js';
import type { XlsMessage } from './messages.js';
import { xlsRows } from './xls-rows.js';

export interface XlsReading {
  limits: Limits;
  /** Excel 5 and 95: its texts are in a language-specific character set. */
  isOld: boolean;
  /** The stated sheet. */
  sheet: string | undefined;
}

/**
 * Reads a workbook. SheetJS does so in one go, in which a file may take all memory or time of the process.
 * @param input gives the file; nothing here keeps it after that
 * @returns a function that gives one message after the other; none after `end` or `refused`
 */
export function xlsMessages(input: () => Promise<Buffer>, reading: XlsReading): () => Promise<XlsMessage> {
  let messages: Generator<XlsMessage> | null = null;
  return async () => {
    try {
      messages ??= await open(await input(), reading);
      return messages.next().value as XlsMessage;
    } catch (error) {
      const refusal = error instanceof FileRefusedError ? error.refusal : refusalOf(error as Error);
      return { kind: 'refused', refusal };
    }
  };
}

async function open(bytes: Buffer, { limits, isOld, sheet }: XlsReading): Promise<Generator<XlsMessage>> {
  // Since Excel 97, texts are in Unicode. With the code pages loaded, looking up every character would take most of the
  // time.
  if (isOld) set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
  const options = { dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: false } as const;
  const { result, cellsOf } = interceptSheetJs(() => read(bytes, { type: 'buffer', ...options }));
  return xlsRows(result, cellsOf, limits, sheet);
}

/** SheetJS has no codes for its errors. All except a password mean that the file is damaged. */
function refusalOf(error: Error): FileRefusedError['refusal'] {
  return fileError(/password|encrypt/i.test(error.message) ? 'encrypted_workbook' : 'broken_workbook', {});
}
