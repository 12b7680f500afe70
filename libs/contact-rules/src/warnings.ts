import type { ImportWarning } from '#contracts';
import { grouped, message } from './message.js';
import type { ParametersOf } from './message.js';

/** What an import remarks on a file that it takes: every code with its message. Codes are stable. */
export const WARNINGS = {
  no_rows: message(() => 'The file has a header and no rows, so nothing changes.'),
  windows_1252: message(
    () =>
      'The text is not Unicode and was read as Windows-1252; check accented letters in the preview, or save it as UTF-8.',
  ),
  format_differs: message(
    (format: string) => `The name of the file ends otherwise, but it is ${format} and was read as such.`,
    'XLSX',
  ),
  other_sheets: message(
    (read: string) => `The workbook has several sheets; only the first visible one, "${read}", was read.`,
    'Contacts',
  ),
  hidden_rows: message(
    (rows: number) => `The sheet hides ${grouped(rows)} ${rows === 1 ? 'row' : 'rows'}; hidden rows are imported too.`,
    12,
  ),
  merged_cells: message(
    (areas: number) =>
      `The sheet has ${grouped(areas)} merged ${areas === 1 ? 'area' : 'areas'}; only the first cell of each has the value, the others are blank.`,
    3,
  ),
  blank_columns: message(
    (columns: number) =>
      `${grouped(columns)} ${columns === 1 ? 'value column is' : 'value columns are'} blank in every row; ` +
      'these values are removed from all contacts of the account, in the file or not.',
    2,
  ),
  blank_columns_kept: message(
    () =>
      'Not every row could be processed, so nothing was removed because of blank columns; ' +
      'upload the file again if these values are to go.',
  ),
  reserved_columns: message(
    () => 'The columns import_row and import_error only tell what went wrong in an earlier import and are ignored.',
  ),
};

export type WarningCode = keyof typeof WARNINGS;

/** A warning as the import shows it. */
export function warning<C extends WarningCode>(
  code: C,
  ...parameters: ParametersOf<(typeof WARNINGS)[C]>
): ImportWarning {
  const render = WARNINGS[code].message as (...parameters: unknown[]) => string;
  return { code, message: render(...parameters) };
}
