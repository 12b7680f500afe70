import { fold, headerOf, tidyText, type CellFault, type Column } from '#contact-rules';
import { storedMendsSchema, type MendedBy, type StoredMends } from '#contracts';
import type { ImportRecord } from '#persistence';
import type { ObjectStore } from '#storage';
import { text } from 'node:stream/consumers';
import type { Row } from '../readers/row-reader.js';

type RowMend = StoredMends['rows'][number];

/** A row after mending. `mend`: who mended it, and its cells before; undefined when nothing of it changed. */
export interface MendedRow extends Row {
  mend?: MendedBy & { before: string[] };
  isLeftOut?: boolean;
}

/** What somebody mended in the rows of a file. The file itself stays as it is: every check reads it through this. */
export class Mends {
  private readonly rows: ReadonlyMap<number, RowMend>;
  private readonly kinds: ReadonlyMap<string, MendedBy>;
  /** The columns whose cells are compared with rules, by their index: what a text becomes. */
  private rules = new Map<number, Map<string, StoredMends['same'][number]>>();
  private indexes = new Map<string, number>();
  private width = 0;

  constructor(private readonly stored: StoredMends) {
    this.rows = new Map(stored.rows.map((mend) => [mend.row, mend]));
    this.kinds = new Map(stored.kinds.map(({ code, ...who }) => [code, who]));
  }

  /** Call it with the header of the file before the first row. Mends of columns that are not there do nothing. */
  findColumns(columns: readonly Column[], width: number): void {
    this.width = width;
    this.rules = new Map();
    this.indexes = new Map(columns.map((column) => [fold(headerOf(column)), column.index]));
    for (const rule of this.stored.same) {
      const index = this.indexes.get(fold(tidyText(rule.column)));
      if (index === undefined) continue;
      const rules = this.rules.get(index) ?? new Map<string, StoredMends['same'][number]>();
      this.rules.set(index, rules.set(rule.from, rule));
    }
  }

  /** False for rows that are certainly read as they are. */
  mayChange(row: number): boolean {
    return this.rules.size > 0 || this.rows.has(row);
  }

  /** Who said that the rows which are rejected with this code are left out. */
  leavesOut(code: string): MendedBy | undefined {
    return this.kinds.get(code);
  }

  /** @param row without the surplus cells that all rows of the file have */
  mended(row: Row): MendedRow {
    const own = this.rows.get(row.rowNumber);
    const cells = [...row.cells];
    const changed = new Set<number>();
    let who: MendedBy | undefined = own;
    if (own?.dropSurplus && cells.length > this.width) cells.length = this.width;
    for (const [index, rules] of this.rules) {
      const rule = rules.get(tidyText(cells[index] ?? ''));
      if (!rule) continue;
      this.set(cells, index, rule.to, changed);
      who ??= rule;
    }
    for (const [header, text] of Object.entries(own?.cells ?? {})) {
      const index = this.indexes.get(fold(tidyText(header)));
      if (index !== undefined) this.set(cells, index, text, changed);
    }
    if (!who) return row;
    const faults: CellFault[] | undefined = row.faults?.filter(({ index }) => !changed.has(index));
    return {
      rowNumber: row.rowNumber,
      cells,
      ...(faults && { faults }),
      ...(own?.leaveOut && { isLeftOut: true }),
      mend: { by: who.by, at: who.at, before: row.cells },
    };
  }

  private set(cells: string[], index: number, text: string, changed: Set<number>): void {
    while (cells.length <= index) cells.push('');
    cells[index] = text;
    changed.add(index);
  }
}

/** The mends of an import; null if nothing was mended. */
export async function readMends(store: ObjectStore, { mends }: Pick<ImportRecord, 'mends'>): Promise<Mends | null> {
  if (!mends) return null;
  return new Mends(storedMendsSchema.parse(JSON.parse(await text(await store.get(mends.key)))));
}
