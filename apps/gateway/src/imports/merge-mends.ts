import type { ImportMends, MendedBy, StoredMends } from '#contracts';

type RowMend = StoredMends['rows'][number];

export const NO_MENDS: StoredMends = { rows: [], same: [], kinds: [] };

/**
 * The mends of an import with these added. Null takes a mend back. What is stated again stays as it was, with who mended
 * it first, so that the same request changes nothing.
 */
export function mergeMends(before: StoredMends, added: ImportMends, who: MendedBy): StoredMends {
  const rows = new Map(before.rows.map((mend) => [mend.row, mend]));
  for (const change of added.rows) {
    const merged = mergeRow(rows.get(change.row), change, who);
    if (merged) rows.set(change.row, merged);
    else rows.delete(change.row);
  }
  const same = new Map(before.same.map((rule) => [JSON.stringify([rule.column, rule.from]), rule]));
  for (const { column, from, to } of added.same) {
    const key = JSON.stringify([column, from]);
    if (to === null) same.delete(key);
    else if (same.get(key)?.to !== to) same.set(key, { column, from, to, ...who });
  }
  const kinds = new Map(before.kinds.map((kind) => [kind.code, kind]));
  for (const { code, leaveOut } of added.kinds) {
    if (!leaveOut) kinds.delete(code);
    else if (!kinds.has(code)) kinds.set(code, { code, ...who });
  }
  return { rows: [...rows.values()], same: [...same.values()], kinds: [...kinds.values()] };
}

function mergeRow(before: RowMend | undefined, change: ImportMends['rows'][number], who: MendedBy): RowMend | null {
  const cells = new Map(Object.entries(before?.cells ?? {}));
  for (const [column, text] of Object.entries(change.cells ?? {})) {
    if (text === null) cells.delete(column);
    else cells.set(column, text);
  }
  const dropSurplus = change.dropSurplus ?? before?.dropSurplus ?? false;
  const leaveOut = change.leaveOut ?? before?.leaveOut ?? false;
  if (cells.size === 0 && !dropSurplus && !leaveOut) return null;
  const merged = {
    row: change.row,
    cells: Object.fromEntries(cells),
    ...(dropSurplus && { dropSurplus }),
    ...(leaveOut && { leaveOut }),
  };
  const { by, at } = before ?? who;
  return isSame(merged, before) ? { ...merged, by, at } : { ...merged, ...who };
}

function isSame(merged: Omit<RowMend, keyof MendedBy>, before: RowMend | undefined): boolean {
  if (!before) return false;
  const { by: _, at: __, ...rest } = before;
  const text = ({ cells, dropSurplus, leaveOut }: typeof rest): string =>
    JSON.stringify([Object.entries(cells).sort(), dropSurplus, leaveOut]);
  return text(rest) === text(merged);
}

/** How many of the mends that an import may have these are. */
export function countMends({ rows, same, kinds }: StoredMends): number {
  const inRows = rows.reduce(
    (sum, { cells, dropSurplus, leaveOut }) =>
      sum + Object.keys(cells).length + Number(dropSurplus ?? false) + Number(leaveOut ?? false),
    0,
  );
  return inRows + same.length + kinds.length;
}
