import type { ImportMends } from '#contracts';

/** What somebody has typed into the rows, before the file is checked again. */
export interface MendDraft {
  rows: Readonly<Record<number, RowDraft>>;
  /** By column and text. */
  same: Readonly<Record<string, SameDraft>>;
  /** The codes whose rows are left out. */
  kinds: readonly string[];
}
interface RowDraft {
  cells: Readonly<Record<string, string>>;
  dropSurplus?: boolean;
  leaveOut?: boolean;
}
interface SameDraft {
  column: string;
  from: string;
  to: string;
}

export const NO_DRAFT: MendDraft = { rows: {}, same: {}, kinds: [] };

const keyOf = (column: string, from: string): string => JSON.stringify([column, from.trim()]);

/** The text of a cell: as typed here, or in another row for all of its kind, or as it was checked. */
export function textOf(draft: MendDraft, row: number, column: string, checked: string): string {
  return draft.rows[row]?.cells[column] ?? draft.same[keyOf(column, checked)]?.to ?? checked;
}

export function isSameForAll(draft: MendDraft, column: string, checked: string): boolean {
  return keyOf(column, checked) in draft.same;
}

/** With another text in a cell. If it was to be the same for all of its kind, the others follow. */
export function withText(draft: MendDraft, row: number, column: string, checked: string, text: string): MendDraft {
  if (isSameForAll(draft, column, checked)) return withSame(draft, row, column, checked, text);
  return withRow(draft, row, {
    cells: { ...otherCells(draft, row, column), ...(text !== checked && { [column]: text }) },
  });
}

/** With the text of a cell in all rows of its kind. */
export function withSame(draft: MendDraft, row: number, column: string, checked: string, text: string): MendDraft {
  const key = keyOf(column, checked);
  const { [key]: _, ...same } = draft.same;
  const rule = text !== checked && { [key]: { column, from: checked, to: text } };
  return withRow({ ...draft, same: { ...same, ...rule } }, row, { cells: otherCells(draft, row, column) });
}

/** With the text of all rows of its kind in this cell alone. */
export function withoutSame(draft: MendDraft, row: number, column: string, checked: string): MendDraft {
  const text = textOf(draft, row, column, checked);
  const { [keyOf(column, checked)]: _, ...same } = draft.same;
  return withText({ ...draft, same }, row, column, checked, text);
}

function otherCells(draft: MendDraft, row: number, column: string): RowDraft['cells'] {
  const { [column]: _, ...others } = draft.rows[row]?.cells ?? {};
  return others;
}

export function withRow(draft: MendDraft, row: number, change: Partial<RowDraft>): MendDraft {
  const { [row]: before = { cells: {} }, ...rows } = draft.rows;
  const after = { ...before, ...change };
  const isNothing = Object.keys(after.cells).length === 0 && !after.dropSurplus && !after.leaveOut;
  return { ...draft, rows: isNothing ? rows : { ...rows, [row]: after } };
}

export function withKind(draft: MendDraft, code: string, leaveOut: boolean): MendDraft {
  const others = draft.kinds.filter((kind) => kind !== code);
  return { ...draft, kinds: leaveOut ? [...others, code] : others };
}

export function isEmpty({ rows, same, kinds }: MendDraft): boolean {
  return Object.keys(rows).length + Object.keys(same).length + kinds.length === 0;
}

/** @param check that of the list of rows in which it was typed */
export function mendsOf({ rows, same, kinds }: MendDraft, check: number): ImportMends {
  return {
    check,
    rows: Object.entries(rows).map(([row, mend]) => ({ row: Number(row), ...mend, cells: { ...mend.cells } })),
    same: Object.values(same),
    kinds: kinds.map((code) => ({ code, leaveOut: true })),
  };
}
