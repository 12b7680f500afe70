import { fileError, listed, shownText, type FileRefusal } from '#contact-rules';
import type { ImportDialect } from '#contracts';

const BEGINNING_BYTES = 200;

/** The refusal of a file in no format that can be read. Shows how it begins, if that is text. */
export function unknownFormat(head: Buffer): FileRefusal {
  const beginning = head.toString('utf8', 0, BEGINNING_BYTES);
  const start = shownText(beginning.split(/[\r\n]/).find((line) => line.trim() !== '') ?? '');
  const isText = start !== '' && !/[\0-\x08\ufffd]/.test(beginning);
  return isText ? fileError('unknown_format/begins', {}, { start }) : fileError('unknown_format', {});
}

const OF_SHEETS = {
  'missing_id_column/line': 'missing_id_column/sheet',
  'missing_id_column/found': 'missing_id_column/sheet',
  'missing_name_column/found': 'missing_name_column/sheet',
} as const;

/** Where a sheet has not the columns of contacts and the workbook has others, their names are added to the refusal. */
export function namingSheets(refusal: FileRefusal, { sheet, sheets }: ImportDialect): FileRefusal {
  const { code, with: shown } = refusal;
  if (sheet === null || sheets.length < 2 || !isOfSheets(code)) return refusal;
  const found = String(shown?.found);
  return fileError(OF_SHEETS[code], refusal, { sheet: listed([sheet]), sheets: listed(sheets), found });
}

const isOfSheets = (code: string): code is keyof typeof OF_SHEETS => Object.hasOwn(OF_SHEETS, code);
