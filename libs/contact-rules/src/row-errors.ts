import { defaultLimits } from '#contracts';
import { grouped, message } from './message.js';
import type { ParametersOf } from './message.js';

/** Why a row is reported and skipped: every code with its message. Codes are stable. */
export const ROW_ERRORS = {
  phone_missing: message(() => 'The id is blank; write the phone number with its country code.'),
  phone_scientific: message(
    () =>
      'A spreadsheet shortened this phone number to scientific notation and its last digits are lost; ' +
      'set the column to text and enter the number again.',
  ),
  phone_not_digits: message(
    () => 'The id is not a phone number; write only its digits with the country code, like 44687985632.',
  ),
  phone_without_country_code: message(
    () => 'The phone number starts with 0, so its country code is missing; write it like 44687985632.',
  ),
  phone_not_possible: message(
    () => 'No country has phone numbers of this length and beginning; check the country code and the digits.',
  ),
  name_missing: message(() => 'The name is blank; every contact needs one.'),
  name_too_long: message(
    (characters: number) => `The name has more than ${grouped(characters)} characters; shorten it.`,
    defaultLimits.nameCharacters,
  ),
  cell_too_long: message(
    (bytes: number) => `The cell holds more than ${grouped(bytes)} bytes of text; shorten it.`,
    defaultLimits.cellBytes,
  ),
  control_character: message(
    () => 'The cell holds an invisible character that cannot be kept; delete the text and type it again.',
  ),
  too_many_cells: message(
    () =>
      'The row has more cells than the header, so its values may be in the wrong columns; ' +
      'put a text that has a comma in it in quotes, like "Smith, Jane".',
  ),
  too_many_tags: message(
    (limit: number) => `The contact would have more than ${grouped(limit)} tags; leave some out.`,
    defaultLimits.tagsPerContact,
  ),
  tags_too_long: message(
    (bytes: number) => `The tags of the contact would take more than ${grouped(bytes)} bytes together; leave some out.`,
    defaultLimits.cellBytes,
  ),
  too_many_values: message(
    (limit: number) => `The contact would have more than ${grouped(limit)} values; leave some out.`,
    defaultLimits.valuesPerContact,
  ),
  formula_without_result: message(
    () =>
      'The cell holds a formula whose result is not in the file; open it in your spreadsheet, save it and upload it again.',
  ),
  cell_error: message(
    () => 'The cell holds an error of the spreadsheet, such as #N/A, instead of a value; mend or empty it.',
  ),
  duplicate: message(
    (row: number) => `The same id comes again in row ${grouped(row)}, which counts instead of this one.`,
    1204,
  ),
};

export type RowErrorCode = keyof typeof ROW_ERRORS;

/** The message of a row error, e.g. `rowMessage('duplicate', 1204)`. */
export function rowMessage<C extends RowErrorCode>(
  code: C,
  ...parameters: ParametersOf<(typeof ROW_ERRORS)[C]>
): string {
  return (ROW_ERRORS[code].message as (...parameters: unknown[]) => string)(...parameters);
}

/** A cell of a workbook that shows something but has no value. Its row is refused. */
export interface CellFault {
  /** The place of the cell in its row, from 0. */
  index: number;
  code: 'formula_without_result' | 'cell_error';
}
