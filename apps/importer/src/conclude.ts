import type { ImportStatus } from '#contracts';
import type { AccountRef, ImportRecord } from '#persistence';
import type { Backends } from './backends.js';
import { importPrefix, keptKeys } from './rows/checked-objects.js';

/**
 * Ends an import: the state first, then everything that follows from it.
 * @returns false when it was not in one of the states `from` any more
 */
export async function finishImport(
  backends: Backends,
  { organisationId, _id }: ImportRecord,
  from: readonly ImportStatus[],
  end: Partial<ImportRecord> & Pick<ImportRecord, 'status'>,
): Promise<boolean> {
  const change = { ...end, rowsPerSecond: null, finishedAt: new Date() };
  const finished = await backends.imports.transition(organisationId, _id, from, change);
  if (!finished) return false;
  backends.logger.info({ status: finished.status, rows: finished.rows, code: finished.error?.code }, 'import finished');
  await concludeImport(backends, finished);
  return true;
}

/**
 * What follows from the end of an import: subscribers hear of it, its objects go except for the error file and what a
 * replay of its dead letters would need, and the next import of the account gets its turn. The place is left last, and
 * tells the sweeper that this is not done. May be repeated.
 */
export async function concludeImport(backends: Backends, record: ImportRecord): Promise<void> {
  const { _id: importId, organisationId, accountId, status, rows, counts } = record;
  const account = await backends.accounts.find(organisationId, accountId);
  const event = { organisationId, accountId, importId, status, rows: rows ?? 0, counts };
  // An import finishes once, so its id tells the event from others however often this is repeated.
  await backends.publisher.publish('ImportFinished', event, importId);
  const kept = keptKeys(record, await backends.ledger.hasUnsettled(importId));
  for await (const { key } of backends.store.list(importPrefix(importId))) {
    if (!kept.has(key)) await backends.store.delete(key);
  }
  if (!account) return;
  await backends.imports.leavePlace(account, importId);
  await startNext(backends, account);
}

/** Gives the first import in the account's queue a job, if it is only waiting for its turn. */
export async function startNext({ imports, jobs }: Backends, account: AccountRef): Promise<void> {
  const [importId] = await imports.places(account);
  if (importId === undefined) return;
  const { organisationId } = account;
  const next = await imports.find(organisationId, importId);
  if (next?.status === 'importing') await jobs.add('imports', { kind: 'apply', importId, organisationId });
}
