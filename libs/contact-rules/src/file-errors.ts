import { defaultLimits } from '#contracts';
import type { ImportError } from '#contracts';
import { grouped, message } from './message.js';
import type { ParametersOf } from './message.js';
import { maxValueNames } from './value-name-limit.js';

/** Why a file is refused as a whole, before anything is written: every code with its message. Codes are stable. */
export const FILE_ERRORS = {
  empty_file: message(() => 'The file is empty; its first row must name the columns: id, name and any others.'),
  file_too_large: message(
    (bytes: number) => `The file is larger than ${size(bytes)}; split it into several.`,
    defaultLimits.uploadBytes,
  ),
  too_many_rows: message(
    (rows: number) => `The file has more than ${grouped(rows)} rows; split it into several.`,
    defaultLimits.rows,
  ),
  unknown_format: message(() => 'The file is not CSV, XLSX or XLS; save it as one of these and upload it again.'),
  encrypted_workbook: message(
    () => 'The workbook is protected by a password; save it without one and upload it again.',
  ),
  broken_workbook: message(
    () =>
      'The workbook is damaged and cannot be read to its end; open it in your spreadsheet, save it and upload it again.',
  ),
  workbook_too_large: message(
    (bytes: number) => `The workbook holds more than ${size(bytes)} once unpacked; split it or save it as CSV.`,
    defaultLimits.workbookBytes,
  ),
  workbook_too_complex: message(
    () => 'The workbook takes too long or too much memory to read; save it as CSV and upload that.',
  ),
  no_visible_sheet: message(() => 'The workbook has no visible sheet; show the sheet with the contacts and save it.'),
  quote_not_closed: message(
    () =>
      'A quote (") is opened in this row and never closed; close it, or write it twice where it belongs to the text.',
  ),
  quote_misplaced: message(
    () => 'Text follows a closing quote (") in this row; write a quote that belongs to the text twice.',
  ),
  row_too_long: message(
    () => 'One row runs on for more than a million characters; most likely a quote (") is opened and never closed.',
  ),
  row_too_large: message(
    () =>
      'One row of the workbook, or one cell alone, holds more than a million characters of text; shorten or remove it.',
  ),
  missing_id_column: message(
    () => 'The first row names no column "id"; name the column with the phone numbers so, above the contacts.',
  ),
  missing_name_column: message(() => 'The first row names no column "name"; name the column with the names so.'),
  duplicate_column: message(
    (first: string, second: string) =>
      `Columns ${first} and ${second} have the same name (upper and lower case are the same); rename or remove one.`,
    'C',
    'E',
  ),
  header_blank: message(
    (column: string) => `Column ${column} has data but no name in the first row; give it a name or clear the column.`,
    'D',
  ),
  too_many_columns: message(
    (limit: number) => `The file has more than ${grouped(limit)} columns; leave some out.`,
    defaultLimits.columns,
  ),
  too_many_value_names: message(
    (limit: number) =>
      `With this file the account would have more than ${grouped(limit)} value columns, more than one download can hold; leave some out or rename them to ones it has.`,
    maxValueNames(defaultLimits),
  ),
  header_too_long: message(
    (bytes: number) => `The name of a column holds more than ${grouped(bytes)} bytes of text; shorten it.`,
    defaultLimits.cellBytes,
  ),
  header_cell_error: message(
    () => 'The name of a column is a formula without a result or an error such as #N/A; type the name itself.',
  ),
  header_control_character: message(
    () => 'The name of a column holds an invisible character that cannot be kept; type it again.',
  ),
};

export type FileErrorCode = keyof typeof FILE_ERRORS;

/** A refusal of the whole file, as the import shows it. `column` is a header name, or a letter where there is none. */
export function fileError<C extends FileErrorCode>(
  code: C,
  place: { row?: number | null; column?: string | null },
  ...parameters: ParametersOf<(typeof FILE_ERRORS)[C]>
): ImportError {
  const render = FILE_ERRORS[code].message as (...parameters: unknown[]) => string;
  return { code, message: render(...parameters), row: place.row ?? null, column: place.column ?? null };
}

function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${Number(amount.toFixed(1))} ${units[unit]}`;
}
