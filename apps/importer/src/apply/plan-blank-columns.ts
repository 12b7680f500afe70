import { coded, type Coded } from '#contracts';
import type { ImportBatchRecord, ImportRecord } from '#persistence';
import type { Backends } from '../backends.js';
import type { BlankColumns } from './publish-batch.js';

/** What is to be done about the columns that are blank throughout. `keep`: they were to be removed and are not. */
export type BlankColumnsPlan = { action: 'nothing' | 'keep' | 'cancel' } | { action: 'send'; batch: BlankColumns };

/**
 * Columns blank throughout are removed from the account once, last, and only when every other batch went well. What is to
 * be sent is in the ledger then.
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
    // Replayed rows come late: what was written since is not taken away by them.
    if (failedBatches > 0 || reopenedAt) return { action: 'keep' };
    if ((await imports.find(organisationId, importId))?.cancelRequested) return { action: 'cancel' };
  }
  const n = entry?.n ?? (last === null ? 0 : last.n + 1);
  const [row, byte] = [last?.rowTo ?? 0, last?.byteTo ?? 0];
  await ledger.open({ importId, n, rowFrom: row, rowTo: row, byteFrom: byte, byteTo: byte, rows: 0 });
  return { action: 'send', batch: { n, byteFrom: byte, byteTo: byte, names } };
}

/** What was said of columns that are blank throughout has not come true. */
export function withKeptColumns(warnings: readonly Coded[]): Coded[] {
  const others = warnings.filter(({ code }) => code !== 'blank_columns' && code !== 'blank_columns_kept');
  return [...others, coded('blank_columns_kept')];
}

export function isForBlankColumns({ rows }: ImportBatchRecord): boolean {
  return rows === 0;
}
