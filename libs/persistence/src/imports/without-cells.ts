import { publicCode, type Coded } from '#contracts';
import type { ImportRecord } from './import.schemas.js';

/** Warnings and errors that show cells of the file, and which of their parameters are none. */
const SHOWING: Readonly<Record<string, readonly string[]>> = {
  'windows_1252/cell': [],
  'national_numbers/shown': ['count', 'country'],
  'unknown_format/begins': [],
  'quote_not_closed/text': [],
  'quote_misplaced/text': [],
  // A file without a header begins with a person.
  'missing_id_column/line': [],
  'missing_id_column/found': [],
  'missing_id_column/sheet': [],
  'missing_name_column/found': [],
  'missing_name_column/sheet': [],
};

/** What an import shows of its file. */
export type ShownOfFile = Pick<ImportRecord, 'checked' | 'columns' | 'warnings' | 'error'>;
export const SHOWN_FIELDS = { checked: 1, columns: 1, warnings: 1, error: 1 } satisfies Record<keyof ShownOfFile, 1>;

/** Without the error file, and without cells of the file. */
export function withoutShown({ checked, columns, warnings = [], error }: ShownOfFile): ShownOfFile {
  return {
    checked: checked && { ...checked, errorsKey: null, lateErrorsKey: null, listedKey: null },
    // The header of a file that was refused because of it may be a person.
    columns: error && !checked ? [] : columns.map(({ samples: _, ...column }) => column),
    warnings: warnings.map(withoutCells),
    error: error && withoutCells(error),
  };
}

/** A warning or error without what it shows of the file: the sentence of the code alone shows nothing. */
function withoutCells<S extends Coded>(said: S): S {
  const kept = SHOWING[said.code];
  if (!kept) return said;
  const parameters = Object.entries(said.with ?? {}).filter(([name]) => kept.includes(name));
  return { ...said, code: publicCode(said.code), with: Object.fromEntries(parameters) };
}
