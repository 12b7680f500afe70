import { coded, type Coded } from '#contracts';
import { everyAccountOf } from '#persistence';
import type { ImportBatchRecord, ImportRecord } from '#persistence';
import type { Backends } from '../backends.js';
import type { BlankColumns } from './publish-batch.js';

/** What to do about the columns that are blank throughout. `keep`: they should be removed, but are not. */
export type BlankColumnsPlan = { action: 'nothing' | 'keep' | 'cancel' } | { action: 'send'; batch: BlankColumns };

/**
 * Columns that are blank throughout are removed from the account once, as the last batch, and only when all other
 * batches succeeded. If that batch was sent before, it is in the ledger.
 */
export async function planBlankColumns(
  { imports, ledger }: Backends,
  { _id: importId, organisationId, options, columns, reopenedAt }: ImportRecord,
  failedBatches: number,
): Promise<BlankColumnsPlan> {
  const names = columns.filter(({ kind, blank }) => kind === 'value' && blank).map(({ name }) => name);
  if (options.blankColumns !== 'clear' || names.length === 0) return { action: 'nothing' };
  const last = await ledger.last(importId);
  const entry = last && isForBlankColumns(last) ? last : null;
  if (entry?.failed) return { action: 'keep' };
  if (entry?.outcome) return { action: 'nothing' };
  if (!entry) {
    // A replay runs late: it must not remove values that were written since.
    if (failedBatches > 0 || reopenedAt) return { action: 'keep' };
    if ((await imports.find(everyAccountOf(organisationId), importId))?.cancelRequested) return { action: 'cancel' };
  }
  const n = entry?.n ?? (last === null ? 0 : last.n + 1);
  const [row, byte] = [last?.rowTo ?? 0, last?.byteTo ?? 0];
  await ledger.open({ importId, n, rowFrom: row, rowTo: row, byteFrom: byte, byteTo: byte, rows: 0 });
  return { action: 'send', batch: { n, bytes: 0, names } };
}

/** Replaces the warning that blank columns are removed, because they were not. */
export function withKeptColumns(warnings: readonly Coded[]): Coded[] {
  const others = warnings.filter(({ code }) => code !== 'blank_columns' && code !== 'blank_columns_kept');
  return [...others, coded('blank_columns_kept')];
}

export function isForBlankColumns({ rows }: ImportBatchRecord): boolean {
  return rows === 0;
}
