import type { Import, ImportCounts } from '#contracts';

/** A share of the rows. `good` are rows that can be imported, before it is known what they do. */
export interface Outcome {
  kind: keyof ImportCounts | 'good';
  count: number;
}

/** What the rows would do, as far as the check knows: from the forecast, or else only good or not. */
export function expectedOutcomes({ rows, counts, forecast }: Pick<Import, 'rows' | 'counts' | 'forecast'>): Outcome[] {
  const refused: Outcome[] = [
    { kind: 'duplicate', count: counts.duplicate },
    { kind: 'rejected', count: counts.rejected },
  ];
  if (!forecast) return [{ kind: 'good', count: goodRows({ rows, counts }) }, ...refused];
  const { created, updated, unchanged } = forecast;
  return [
    { kind: 'created', count: created },
    { kind: 'updated', count: updated },
    { kind: 'unchanged', count: unchanged },
    ...refused,
  ];
}

/** What the rows did. Unprocessed rows are shown only if there are any. */
export function actualOutcomes({ counts }: Pick<Import, 'counts'>): Outcome[] {
  const kinds = ['created', 'updated', 'unchanged', 'duplicate', 'rejected', 'unprocessed'] as const;
  return kinds
    .map((kind) => ({ kind, count: counts[kind] }))
    .filter(({ kind, count }) => kind !== 'unprocessed' || count > 0);
}

/** Rows that can be imported: neither rejected nor followed by a later row with the same phone. */
export function goodRows({ rows, counts }: Pick<Import, 'rows' | 'counts'>): number {
  return Math.max(0, (rows ?? 0) - counts.duplicate - counts.rejected);
}
