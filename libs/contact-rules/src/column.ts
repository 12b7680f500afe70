import type { ImportColumn, UnderstoodBy } from '#contracts';
import { fold } from './fold.js';

/** A column of a file and how it is understood. */
export interface Column {
  /** Index of its first cell in the row, from 0. */
  index: number;
  /** Number of cells. A run of blank header cells is one column with a span of more than 1. */
  span: number;
  /**
   * The name of the value, else the header, tidied. `''` for blank header cells, which are allowed as long as all cells
   * below are blank.
   */
  name: string;
  kind: ColumnKind;
  /** The header, if a mapping gives the value a name of its own. */
  header?: string;
  /** Why it is of this kind, if a mapping says so. */
  by?: UnderstoodBy;
}
export type ColumnKind = ImportColumn['kind'];

const KINDS = new Map<string, ColumnKind>([
  ['id', 'id'],
  ['name', 'name'],
  ['tags', 'tags'],
  ['opt_out', 'optOut'],
  ['import_row', 'ignored'],
  ['import_error', 'ignored'],
]);

/**
 * The kind of column that a header name stands for. A value can only have a name of kind `value`, because a file could
 * not carry any other.
 */
export function columnKind(name: string): ColumnKind {
  return KINDS.get(fold(name)) ?? 'value';
}

/** What the first row says above the column. */
export function headerOf({ header, name }: Pick<Column, 'header' | 'name'>): string {
  return header ?? name;
}

/** The letters over a column in a spreadsheet: 0 is `A`, 26 is `AA`. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(0x41 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
