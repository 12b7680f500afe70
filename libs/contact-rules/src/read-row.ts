import { coded, type Coded, type ImportOptions, type Limits, type SentenceArguments, type Statement } from '#contracts';
import { columnLetters, headerOf } from './column.js';
import type { Column } from './column.js';
import { unguardCell } from './formula-guard.js';
import { readOptOut } from './opt-out.js';
import { parsePhone, type MadeInternational } from './parse-phone.js';
import type { CellFault, RowErrorCode } from './row-errors.js';
import { joinTags, parseTags } from './tags.js';
import { hasMoreCharactersThan, isBlank, isLongerThan, textProblem, tidyText } from './text.js';

/**
 * Why a row is skipped (`refuses: 'row'`), or why the whole file is refused because of data under a blank header cell.
 */
export interface RowRefusal extends Coded {
  ok: false;
  refuses: 'row' | 'file';
  code: RowErrorCode | 'header_blank';
  /** The header name, or the column letters when it has no name. */
  column: string;
}
/** `written` and `national` as in `PhoneResult`: the number is not stored as the row writes it. */
export type GoodRow = { ok: true; statement: Statement; written?: string; national?: MadeInternational };
export type RowResult = GoodRow | RowRefusal;

export interface RowOptions extends Pick<ImportOptions, 'blankCells' | 'defaultCountry'> {
  /**
   * Whether the row comes from a workbook. There, a cell beyond the header's last column counts as a cell under a blank
   * header, and a blank one is none. In CSV, such a cell means that a text with a comma lacks quotes, also if it is blank.
   */
  isSheet?: boolean;
  /** Whether the row was found good before: its cells are in their places, and its phone is as it was understood then. */
  isChecked?: boolean;
  /**
   * Whether a Mexican number that is written with its 1 keeps it, so that it still names its contact. By default, none
   * does.
   */
  keepsOldForm?: (written: string) => boolean;
}

/**
 * Reads one row that is not blank ({@link isBlankRow}). Missing cells are blank. The leftmost wrong cell decides the
 * error.
 *
 * With `blankCells: 'keep'`, blank cells are left out of the statement. With `clear`, a blank value cell gives `value:
 * null`, a blank tags cell gives `tags: []`, and a blank cell of `opt_out` says no. A value column that is blank throughout the file has a rule of its own:
 * with `clear`, leave it out of `columns`, which may have gaps. With `keep` it may stay in. The tags column always
 * stays in, because that rule is for value columns only.
 *
 * @param columns from `readHeader`, in the same order
 * @param row the row number in the file; the header is row 1
 * @param faults the cells without a usable value; those in ignored columns do not count
 */
export function readRow(
  columns: readonly Column[],
  cells: readonly string[],
  row: number,
  limits: Limits,
  options: RowOptions,
  faults: readonly CellFault[] = [],
): RowResult {
  const misplaced = options.isChecked ? null : findMisplacedCell(columns, cells, options);
  if (misplaced) return misplaced;
  const isClearing = options.blankCells === 'clear';
  const statement: Statement = { row, phone: '', name: '', tags: null, values: [] };
  const parts = { givenName: '', familyName: '' };
  let valueCount = 0;
  let written: string | undefined;
  let national: MadeInternational | undefined;
  for (const column of columns) {
    const raw = cells[column.index] ?? '';
    const fault = faults.length > 0 && faults.find(({ index }) => index === column.index);
    if (fault && column.kind !== 'ignored') return refuseRow(fault.code, column);
    switch (column.kind) {
      case 'id': {
        const parsed = parsePhone(unguardCell(raw), options.defaultCountry);
        if (!parsed.ok) return refuseRow(parsed.code, column);
        ({ written, national } = parsed);
        statement.phone = written !== undefined && keepsOldForm(written, options) ? written : parsed.phone;
        break;
      }
      case 'name': {
        const name = tidyText(unguardCell(raw));
        const refusal = refuseName(name, column, limits);
        if (refusal) return refusal;
        statement.name = name;
        break;
      }
      case 'givenName':
      case 'familyName':
        parts[column.kind] = tidyText(unguardCell(raw));
        break;
      case 'tags': {
        const cell = tidyText(unguardCell(raw));
        const problem = textProblem(cell, limits);
        if (problem) return refuseText(problem, column, limits);
        const tags = parseTags(cell);
        if (tags.some((tag) => tag.includes(','))) return refuseRow('tag_comma', column);
        if (tags.length > limits.tagsPerContact)
          return refuseRow('too_many_tags', column, { limit: limits.tagsPerContact });
        if (areTagsTooLong(tags, limits)) return refuseRow('tags_too_long', column, { bytes: limits.cellBytes });
        if (tags.length > 0 || isClearing) statement.tags = tags;
        break;
      }
      case 'optOut': {
        const cell = tidyText(unguardCell(raw));
        if (cell === '') {
          if (isClearing) statement.optOut = 'no';
          break;
        }
        const answer = readOptOut(cell);
        if (!answer) return refuseRow('opt_out_unclear', column);
        statement.optOut = answer;
        break;
      }
      case 'value': {
        const value = tidyText(unguardCell(raw));
        if (value !== '') {
          const problem = textProblem(value, limits);
          if (problem) return refuseText(problem, column, limits);
          if (++valueCount > limits.valuesPerContact)
            return refuseRow('too_many_values', column, { limit: limits.valuesPerContact });
          statement.values.push({ name: column.name, value });
        } else if (isClearing) {
          statement.values.push({ name: column.name, value: null });
        }
      }
    }
  }
  const part = statement.name === '' && columns.find(({ kind }) => kind === 'givenName' || kind === 'familyName');
  if (part) {
    statement.name = [parts.givenName, parts.familyName].filter((text) => text !== '').join(' ');
    const refusal = refuseName(statement.name, part, limits);
    if (refusal) return refusal;
  }
  const result: GoodRow = { ok: true, statement };
  if (written !== undefined) result.written = written;
  if (national) result.national = national;
  return result;
}

function keepsOldForm(written: string, { isChecked, keepsOldForm }: RowOptions): boolean {
  return isChecked || keepsOldForm?.(written) || false;
}

/** The tags of a contact must fit into one cell. Otherwise its download could not be imported again. */
export function areTagsTooLong(tags: readonly string[], limits: Limits): boolean {
  let units = 0;
  for (const tag of tags) units += tag.length + 2;
  return units * 3 > limits.cellBytes && isLongerThan(joinTags(tags), limits.cellBytes);
}

/** The first cell with text under a blank header cell, or the first one too many beyond the header. */
function findMisplacedCell(
  columns: readonly Column[],
  cells: readonly string[],
  options: RowOptions,
): RowRefusal | null {
  for (const { name, index, span } of columns) {
    if (name !== '') continue;
    const filled = firstFilled(cells, index, index + span);
    if (filled !== -1) return refuseFile(filled);
  }
  const last = columns.at(-1);
  const width = last ? last.index + last.span : 0;
  if (cells.length <= width) return null;
  const filled = firstFilled(cells, width, cells.length);
  if (options.isSheet) return filled === -1 ? null : refuseFile(filled);
  return refuseAt('too_many_cells', columnLetters(filled === -1 ? width : filled));
}

function firstFilled(cells: readonly string[], from: number, to: number): number {
  const end = Math.min(to, cells.length);
  for (let i = from; i < end; i++) if (!isBlank(cells[i]!)) return i;
  return -1;
}

function refuseFile(index: number): RowRefusal {
  const column = columnLetters(index);
  return { ok: false, refuses: 'file', ...coded('header_blank', { column }), column };
}

function refuseName(name: string, column: Column, limits: Limits): RowRefusal | null {
  if (name === '') return refuseRow('name_missing', column);
  if (hasMoreCharactersThan(name, limits.nameCharacters))
    return refuseRow('name_too_long', column, { characters: limits.nameCharacters });
  const problem = textProblem(name, limits);
  return problem ? refuseText(problem, column, limits) : null;
}

function refuseText(problem: 'cell_too_long' | 'control_character', column: Column, limits: Limits): RowRefusal {
  return problem === 'cell_too_long'
    ? refuseRow('cell_too_long', column, { bytes: limits.cellBytes })
    : refuseRow('control_character', column);
}

function refuseRow<C extends RowErrorCode>(code: C, column: Column, ...parameters: SentenceArguments<C>): RowRefusal {
  return refuseAt(code, headerOf(column), ...parameters);
}

function refuseAt<C extends RowErrorCode>(code: C, column: string, ...parameters: SentenceArguments<C>): RowRefusal {
  return { ok: false, refuses: 'row', ...coded(code, ...parameters), column };
}
