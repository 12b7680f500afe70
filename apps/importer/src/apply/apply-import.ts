import { finalCounts, IMPORT_STEPS, importCounts, isFinished, processedRows, type JobPayload } from '#contracts';
import { metrics } from '#platform';
import {
  addBatch,
  type AccountRef,
  type CheckedFile,
  type ImportBatchRecord,
  type ImportRecord,
  type LedgerSummary,
  everyAccountOf,
} from '#persistence';
import { appendLateFaults } from '../error-file/append-late-faults.js';
import type { Backends } from '../backends.js';
import { BatchesInFlight } from './batches-in-flight.js';
import { concludeImport, finishImport } from '../conclude.js';
import { findNews } from './find-news.js';
import { gatherBatches } from './gather-batches.js';
import { mapAhead } from './map-ahead.js';
import { isForBlankColumns, planBlankColumns, withKeptColumns } from './plan-blank-columns.js';
import { Progress } from '../progress.js';
import { publishBatch, type BlankColumns, type RowsToSend } from './publish-batch.js';
import { importPrefix, isErrorFile } from '../rows/checked-objects.js';
import { readChunks, type Chunk, type LedgerState } from '../rows/read-chunks.js';

/** How many chunks are compared with their contacts in advance, while an earlier one is sent. */
const LOOKS_AHEAD = 2;

type ImportIds = Pick<JobPayload<'imports'>, 'importId' | 'organisationId'>;

/**
 * The job `apply`: sends the good rows to the contacts service, batch by batch, and ends the import when every batch
 * has an outcome. When it is started again, it continues with the first batch without an outcome.
 * @param progressed called whenever batches were settled
 * @returns `waits` when it is not this import's turn; the import before it adds the job again
 */
export async function applyImport(
  backends: Backends,
  ids: ImportIds,
  signal: AbortSignal,
  progressed: () => Promise<void>,
): Promise<'done' | 'waits'> {
  const { accounts, imports, ledger, turns } = backends;
  const record = await imports.find(everyAccountOf(ids.organisationId), ids.importId);
  if (record && isFinished(record.status)) await concludeImport(backends, record);
  if (record?.status !== 'importing') return 'done';
  if (!record.checked) throw new Error('the import was never checked');
  const account = await accounts.find(everyAccountOf(record.organisationId), record.accountId);
  if (!account) throw new Error('the organisation has no such account');

  const isMyTurn = await turns.enter(account, record._id);
  const isCancelledUnsent = record.cancelRequested && (await ledger.last(record._id)) === null;
  if (!isMyTurn && !isCancelledUnsent) return 'waits';
  await new Application(backends, account, record, record.checked, signal, progressed).run();
  return 'done';
}

/** One import that is being applied. */
class Application {
  private readonly progress: Progress;
  private readonly inFlight: BatchesInFlight<RowsToSend | BlankColumns>;
  /** The totals of the ledger, as far as this process has seen it. */
  private summary!: LedgerSummary;
  /** True when columns that are blank throughout should have been removed and were not. */
  private hasKeptColumns = false;
  /** The checked rows are gone, which happens after the end. So the database confirmed the end and then lost it. */
  private hasEndedBefore = false;

  constructor(
    private readonly backends: Backends,
    private readonly account: AccountRef,
    private readonly record: ImportRecord,
    private readonly checked: CheckedFile,
    private readonly signal: AbortSignal,
    private readonly progressed: () => Promise<void>,
  ) {
    const { config, imports, ledger, publisher } = backends;
    this.progress = new Progress(record, (figures) => imports.note(record, figures));
    this.inFlight = new BatchesInFlight(ledger, record._id, config, (batch) => publishBatch(publisher, record, batch));
  }

  async run(): Promise<void> {
    this.summary = await this.backends.ledger.summary(this.record._id);
    const isComplete = (await this.sendRows()) && (await this.sendBlankColumns());
    await this.finish(isComplete);
  }

  /** @returns false when it stopped early because the import is to be cancelled */
  private async sendRows(): Promise<boolean> {
    const { config, contacts, ledger, store } = this.backends;
    const { limits, IMPORT_BATCH_ROWS: batchRows } = config;
    const { _id: importId, options } = this.record;
    const source = { store, record: this.record, checked: this.checked, limits, chunkRows: batchRows };
    const compare = async (chunk: Chunk) => ({
      ...chunk,
      news: await findNews(contacts, this.account, options, chunk.statements),
    });
    const state = await this.ledgerState();
    this.hasEndedBefore = state.open.length === 0 && (await store.size(this.checked.rowsKey)) === null;
    if (this.hasEndedBefore) return !this.progress.cancelRequested;
    const chunks = mapAhead(readChunks(source, state), LOOKS_AHEAD, compare);
    for await (const { isNew, news, bytes, ...bounds } of gatherBatches(chunks, state.nextNumber, batchRows)) {
      while (this.inFlight.isFull) await this.wait();
      if (isNew) {
        if (this.progress.cancelRequested) {
          await this.drain();
          return false;
        }
        await ledger.open({ importId, ...bounds });
      }
      await this.inFlight.send({ n: bounds.n, bytes, news });
      await this.report();
    }
    await this.drain();
    return true;
  }

  /** @returns false when the columns were not sent because the import is to be cancelled */
  private async sendBlankColumns(): Promise<boolean> {
    const plan = await planBlankColumns(this.backends, this.record, this.summary.failedBatches);
    this.hasKeptColumns = plan.action === 'keep';
    if (plan.action === 'send') {
      await this.inFlight.send(plan.batch);
      await this.drain();
    }
    return plan.action !== 'cancel';
  }

  /**
   * The counts come only from the ledger. Rows without an outcome count as unprocessed, so the counts always add up.
   */
  private async finish(isComplete: boolean): Promise<void> {
    const { record, checked } = this;
    const summary = await this.backends.ledger.summary(record._id);
    const end = finalCounts(importCounts(checked, summary), record.rows);
    const lateErrorsKey = summary.rejected > 0 ? await this.lateErrors() : null;
    const hasErrors = end.counts.rejected > 0 || end.counts.unprocessed > 0 || summary.failedBatches > 0;
    const { cancelApply, completeWithErrors, complete } = IMPORT_STEPS.importer;
    const step = !isComplete ? cancelApply : hasErrors ? completeWithErrors : complete;
    await finishImport(this.backends, record, step, {
      ...end,
      checked: { ...checked, lateErrorsKey },
      ...(this.hasKeptColumns && { warnings: withKeptColumns(record.warnings) }),
    });
  }

  /** The error file with the rows that could not be merged. */
  private async lateErrors(): Promise<string> {
    const { backends, record, checked, signal } = this;
    if (!this.hasEndedBefore) return appendLateFaults(backends, record, checked, signal);
    for await (const { key } of backends.store.list(importPrefix(record._id))) if (isErrorFile(key)) return key;
    throw new Error('the error file is gone');
  }

  private async ledgerState(): Promise<LedgerState> {
    const { ledger } = this.backends;
    const last = await ledger.last(this.record._id);
    const open = (await ledger.openBatches(this.record._id)).filter((entry) => !isForBlankColumns(entry));
    return { open, nextNumber: last === null ? 0 : last.n + 1, nextByte: last?.byteTo ?? 0 };
  }

  private async drain(): Promise<void> {
    while (!this.inFlight.isEmpty) await this.wait();
  }

  private async wait(): Promise<void> {
    this.signal.throwIfAborted();
    const settled = await this.inFlight.settled();
    for (const batch of settled) {
      addBatch(this.summary, batch);
      countRows(batch);
    }
    if (settled.length > 0) await this.progressed();
    await this.report();
  }

  private async report(): Promise<void> {
    this.signal.throwIfAborted();
    const counts = importCounts(this.checked, this.summary);
    const processed = processedRows(counts);
    await this.progress.report(processed, () => ({ counts, processed }));
  }
}

/** For the metrics. Batches that were settled while no process applied the import are not in them. */
function countRows({ outcome, failed, rows }: ImportBatchRecord): void {
  if (failed) metrics.rowsApplied.inc({ outcome: 'given_up' }, rows);
  if (!outcome) return;
  const { created, updated, unchanged, rejected } = outcome;
  for (const [name, count] of Object.entries({ created, updated, unchanged, rejected: rejected.length }))
    metrics.rowsApplied.inc({ outcome: name }, count);
}
