import { headerOf, tidyText } from '#contact-rules';
import { kindOfRow, type ListedRow, type RowCount } from '#contracts';
import type { RowChecker } from '../check/row-checker.js';
import type { Fault } from './error-file.js';

const MAX_ROWS = 10_000;
/** All cells together. */
const MAX_CHARACTERS = 8 * 1024 * 1024;

/**
 * Collects the rows of a file that somebody may want to mend: rejected ones, doubtful ones, and those that were mended.
 * It keeps the first of them, and counts all.
 */
export class RowList {
  private readonly rows: Omit<ListedRow, 'same'>[] = [];
  private readonly keys: string[] = [];
  private readonly same = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private characters = 0;
  /** The indexes of the columns that the import shows, by their headers. */
  private readonly shown: ReadonlyMap<string, number>;
  private readonly width: number;

  constructor({ columns, header }: Pick<RowChecker, 'columns' | 'header'>) {
    this.shown = new Map(columns.filter(({ name }) => name !== '').map((column) => [headerOf(column), column.index]));
    this.width = header?.length ?? 0;
  }

  add({ row, reason: { column = '', mend, ...reason }, cells }: Fault): void {
    this.counts.set(reason.code, (this.counts.get(reason.code) ?? 0) + 1);
    const index = this.shown.get(column);
    const key = JSON.stringify([reason.code, column, index === undefined ? row : tidyText(cells[index] ?? '')]);
    if (this.rows.length < MAX_ROWS && this.characters < MAX_CHARACTERS) {
      const aligned = (from: readonly string[]): string[] => [...this.shown.values()].map((at) => from[at] ?? '');
      const listed = { row, reason, column: index === undefined ? null : column, cells: aligned(cells) };
      const before = mend && { ...mend, before: aligned(mend.before) };
      this.rows.push({ ...listed, surplus: cells.slice(this.width), ...(before && { mend: before }) });
      this.keys.push(key);
      this.same.set(key, (this.same.get(key) ?? 0) + 1);
      for (const cell of cells) this.characters += cell.length;
    } else if (this.same.has(key)) this.same.set(key, this.same.get(key)! + 1);
  }

  /** How many rows there are, by what is said about them. */
  summary(): RowCount[] {
    return [...this.counts].map(([code, count]) => ({ kind: kindOfRow(code), code, count }));
  }

  /** One JSON a line. */
  toText(): string {
    return this.rows
      .map((row, at) => `${JSON.stringify({ ...row, same: this.same.get(this.keys[at]!)! } satisfies ListedRow)}\n`)
      .join('');
  }
}
