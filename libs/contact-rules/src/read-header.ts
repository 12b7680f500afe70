import { coded, type Coded, type Limits } from '#contracts';
import { columnKind, columnLetters, headerOf } from './column.js';
import type { Column } from './column.js';
import type { CellFault } from './row-errors.js';
import { fileError, listed, type FileRefusal } from './file-errors.js';
import { fold } from './fold.js';
import { unguardCell } from './formula-guard.js';
import { meaningOfHeaders, type ColumnMeaning } from './map-columns.js';
import { hasMoreCharactersThan, textProblem, tidyText } from './text.js';

export type HeaderResult = { ok: true; columns: Column[]; warnings: Coded[] } | { ok: false; error: FileRefusal };

/**
 * Reads the header of a file. Names are compared by {@link fold}. `import_row` and `import_error` are ignored, may
 * repeat and do not count towards the limit, so that an error file can be uploaded as it is.
 *
 * A blank header cell is refused only when there is data below it. It becomes a column with the name `''`, and
 * `readRow` refuses the file with `header_blank` at the first row with data there.
 *
 * @param row the row number of the header, for the error
 * @param faults the cells without a usable value
 * @param meanings what the columns become; null: what their headers say
 */
export function readHeader(
  cells: readonly string[],
  limits: Limits,
  row = 1,
  faults: readonly CellFault[] = [],
  meanings: readonly ColumnMeaning[] | null = null,
): HeaderResult {
  const columns = readColumns(cells, meanings);
  const [fault] = faults;
  if (fault) return { ok: false, error: fileError('header_cell_error', { row, column: columnLetters(fault.index) }) };
  if (columns.every(({ name }) => name === '')) return { ok: false, error: fileError('empty_file', {}) };
  const error = findUnknownColumn(columns, meanings, row) ?? findHeaderError(columns, limits, row);
  if (error) return { ok: false, error };
  const hasReserved = columns.some(({ name }) => name !== '' && columnKind(name) === 'ignored');
  return { ok: true, columns, warnings: hasReserved ? [coded('reserved_columns')] : [] };
}

function readColumns(cells: readonly string[], meanings: readonly ColumnMeaning[] | null): Column[] {
  const meaningOf = meanings ? meaningOfHeaders(meanings) : (name: string) => ({ name, kind: columnKind(name) });
  const columns: Column[] = [];
  for (const [index, cell] of cells.entries()) {
    const name = tidyText(unguardCell(cell));
    const last = columns.at(-1);
    if (name !== '') columns.push({ index, span: 1, ...meaningOf(name) });
    else if (last?.name === '') last.span++;
    else columns.push({ index, span: 1, name, kind: 'ignored' });
  }
  return columns;
}

function findUnknownColumn(
  columns: readonly Column[],
  meanings: readonly ColumnMeaning[] | null,
  row: number,
): FileRefusal | null {
  const headers = new Set(columns.map((column) => fold(headerOf(column))));
  const unknown = meanings?.find(({ column }) => !headers.has(fold(tidyText(column))))?.column;
  if (unknown === undefined) return null;
  const [column, found] = [listed([unknown]), listedHeaders(columns)];
  return fileError('unknown_column/found', { row, column }, { column, found });
}

function listedHeaders(columns: readonly Column[]): string {
  return listed(columns.map(headerOf).filter((header) => header !== ''));
}

function findHeaderError(columns: readonly Column[], limits: Limits, row: number): FileRefusal | null {
  const byKey = new Map<string, Column>();
  for (const column of columns) {
    const { name, index, kind } = column;
    const letters = columnLetters(index);
    // Every row that is sent repeats the names of its values.
    if (kind === 'value' && hasMoreCharactersThan(name, limits.nameCharacters))
      return fileError('value_name_too_long', { row, column: letters }, { characters: limits.nameCharacters });
    const problem = textProblem(name, limits) ?? textProblem(headerOf(column), limits);
    if (problem === 'cell_too_long')
      return fileError('header_too_long', { row, column: letters }, { bytes: limits.cellBytes });
    if (problem === 'control_character') return fileError('header_control_character', { row, column: letters });
    if (kind === 'ignored') continue;
    if (kind === 'value' && columnKind(name) !== 'value')
      return fileError('reserved_value_name', { row, column: headerOf(column) }, { name });
    // No value has the name of a kind: that of a part of the name has a capital, and the others are reserved.
    const key = kind === 'value' ? fold(name) : kind;
    const first = byKey.get(key);
    if (first) return duplicateColumn(first, column, row);
    byKey.set(key, column);
    // `tags` and `opt_out` do not count: downloads have these columns, and it must be possible to import a download with
    // the maximum number of values.
    if (byKey.size - Number(byKey.has('tags')) - Number(byKey.has('optOut')) > limits.columns)
      return fileError('too_many_columns', { row, column: name }, { limit: limits.columns });
  }
  const hasName = byKey.has('name') || byKey.has('givenName') || byKey.has('familyName');
  if (!byKey.has('id')) return lacksColumn('id', columns.map(headerOf), row);
  return hasName ? null : lacksColumn('name', columns.map(headerOf), row);
}

/** The refusal of a file without one of the columns that it needs. Says what its header has instead. */
export function lacksColumn(missing: 'id' | 'name', headers: readonly string[], row: number): FileRefusal {
  const names = headers.filter((header) => header !== '');
  const place = { row, column: missing };
  const found = listed(names);
  if (missing === 'name') return fileError('missing_name_column/found', place, { found });
  if (names.length === 1) return fileError('missing_id_column/line', place, { found });
  return fileError('missing_id_column/found', place, { found });
}

function duplicateColumn(first: Column, second: Column, row: number): FileRefusal {
  const place = { row, column: headerOf(second) };
  const isSameHeader = fold(headerOf(first)) === fold(headerOf(second));
  if (isSameHeader)
    return fileError('duplicate_column', place, {
      first: columnLetters(first.index),
      second: columnLetters(second.index),
    });
  const [one, other] = [listed([headerOf(first)]), listed([headerOf(second)])];
  return fileError('duplicate_column/mapped', place, { first: one, second: other, name: second.name });
}
