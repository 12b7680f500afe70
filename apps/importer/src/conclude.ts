import type { ImporterStep } from '#contracts';
import {
  importFinished,
  keptKeys,
  everyAccountOf,
  type AccountRef,
  type ImportChange,
  type ImportRecord,
} from '#persistence';
import { metrics } from '#platform';
import type { ClientSession } from 'mongodb';
import type { Backends } from './backends.js';
import { importPrefix } from './rows/checked-objects.js';

/**
 * Ends an import and publishes its end, in one transaction, and then does what follows from it.
 * @param end fields to store; called in the transaction
 * @returns false when the import was no longer in a state that the step starts from
 */
export async function finishImport(
  backends: Backends,
  record: ImportRecord,
  step: ImporterStep,
  end: ImportChange | ((session: ClientSession) => Promise<ImportChange>) = {},
): Promise<boolean> {
  const finished = await backends.publisher.transaction(async ({ session, publish }) => {
    const fields = typeof end === 'function' ? await end(session) : end;
    const change = { ...fields, rowsPerSecond: null, finishedAt: new Date() };
    const ended = await backends.imports.step(record, step, change, { session });
    if (!ended) return null;
    await publish('ImportFinished', importFinished(ended));
    return ended;
  });
  if (!finished) return false;
  metrics.importsFinished.inc({ status: finished.status });
  backends.logger.info({ status: finished.status, rows: finished.rows, code: finished.error?.code }, 'import finished');
  await concludeImport(backends, finished);
  return true;
}

/**
 * Does what follows from the end of an import. It removes the import's objects except for the error file and what a
 * replay of its dead letters would need, and lets the account's next import start. It leaves the queue last: while an
 * ended import is in the queue, the sweeper knows that this is not done. Idempotent.
 *
 * A refused file is kept, and its check has removed the rest. Nothing is removed here, because the file may be checked
 * again meanwhile.
 */
export async function concludeImport(backends: Backends, record: ImportRecord): Promise<void> {
  const { _id: importId, organisationId, accountId } = record;
  const account = await backends.accounts.find(everyAccountOf(organisationId), accountId);
  if (record.status !== 'rejected') await removeUnneeded(backends, record);
  if (account) await leaveTurn(backends, account, importId);
}

async function removeUnneeded({ ledger, store }: Backends, record: ImportRecord): Promise<void> {
  const kept = keptKeys(record, await ledger.hasUnsettled(record._id));
  for await (const { key } of store.list(importPrefix(record._id))) {
    if (!kept.has(key)) await store.delete(key);
  }
}

/** Removes the import from the account's queue, so that the next one can start. */
export async function leaveTurn(backends: Backends, account: AccountRef, importId: string): Promise<void> {
  await backends.turns.leave(account, importId);
  await startFirst(backends, account);
}

/** Adds the job of the first import in the queue, if that import waits for its turn. */
export async function startFirst({ imports, jobs, turns }: Backends, account: AccountRef): Promise<void> {
  const [importId] = await turns.inOrder(account);
  if (importId === undefined) return;
  const { organisationId } = account;
  const first = await imports.find(everyAccountOf(organisationId), importId);
  if (first?.status !== 'importing') return;
  await jobs.add('imports', { kind: 'apply', importId, organisationId }, first.traceparent);
}
