import type { ColumnMapping, ImportColumn, UnderstoodBy } from '#contracts';
import { columnKind, type Column } from './column.js';
import { fold } from './fold.js';
import { tidyText } from './text.js';

/** What a column becomes, and why. */
export type ColumnMeaning = ColumnMapping & { by: UnderstoodBy };

type Meaning = Pick<Column, 'name' | 'kind' | 'header' | 'by'>;

/** What the columns of a file become, as somebody said. */
export function asChosen(mapping: readonly ColumnMapping[]): ColumnMeaning[] {
  return mapping.map((column) => ({ ...column, by: 'choice' }));
}

/** What the columns of a checked file were understood as, for reading it again. */
export function asUnderstood(columns: readonly ImportColumn[]): ColumnMeaning[] {
  return columns.map(({ header, name, kind, understoodBy: by = 'header' }) => ({
    column: header ?? name,
    kind,
    ...(kind === 'value' && { name }),
    by,
  }));
}

/**
 * Returns what a header means by these meanings. A header that is in none of them is a value, or the tags or `opt_out` if no
 * other column is, or ignored if a value cannot have this name. The columns of an error file are always ignored.
 */
export function meaningOfHeaders(meanings: readonly ColumnMeaning[]): (header: string) => Meaning {
  // The first of two that name the same column, as of a file that has it twice and is refused.
  const known = new Map(meanings.toReversed().map((meaning) => [fold(tidyText(meaning.column)), meaning]));
  const taken = new Set(meanings.map(({ kind }) => kind));
  return (header) => {
    const usual = columnKind(header);
    const meaning = known.get(fold(header));
    if (usual === 'ignored') return { name: header, kind: 'ignored' };
    if (!meaning) {
      const isFree = usual === 'value' || ((usual === 'tags' || usual === 'optOut') && !taken.has(usual));
      return { name: header, kind: isFree ? usual : 'ignored' };
    }
    const { kind, by } = meaning;
    if (kind !== 'value' || meaning.name === undefined) return { name: header, kind, by };
    return { name: tidyText(meaning.name), kind, header, by };
  };
}
