import { warning } from '#contact-rules';
import { isFinished, type ImportCounts, type ImportWarning, type JobPayload } from '#contracts';
import type { AccountRef, CheckedFile, ImportBatchRecord, ImportRecord } from '#persistence';
import { appendLateFaults } from '../error-file/append-late-faults.js';
import type { Backends } from '../backends.js';
import { BatchesInFlight } from './batches-in-flight.js';
import { concludeImport, finishImport } from '../conclude.js';
import { findNews } from './find-news.js';
import { gatherBatches, type Batch } from './gather-batches.js';
import { mapAhead } from './map-ahead.js';
import { Progress } from '../progress.js';
import { readChunks, type Chunk, type LedgerState } from '../rows/read-chunks.js';

/** So many chunks are compared with their contacts while the one before is sent. */
const LOOKS_AHEAD = 2;

type ImportIds = Pick<JobPayload<'imports'>, 'importId' | 'organisationId'>;

/**
 * The job `apply`: sends the good rows to the contacts service, batch by batch, and ends the import when every batch has
 * its outcome. Started again at any point it goes on at the first batch without one.
 * @returns `waits` when it is not this import's turn; whoever is before it makes the job again
 */
export async function applyImport(backends: Backends, ids: ImportIds, signal: AbortSignal): Promise<'done' | 'waits'> {
  const { accounts, imports, ledger } = backends;
  const record = await imports.find(ids.organisationId, ids.importId);
  if (record && isFinished(record.status)) await concludeImport(backends, record);
  if (record?.status !== 'importing') return 'done';
  if (!record.checked) throw new Error('the import was never checked');
  const account = await accounts.find(record.organisationId, record.accountId);
  if (!account) throw new Error('the organisation has no such account');

  await imports.takePlace(account, record._id);
  const [first] = await imports.places(account);
  const isCancelledUnsent = record.cancelRequested && (await ledger.last(record._id)) === null;
  if (first !== record._id && !isCancelledUnsent) return 'waits';
  await new Application(backends, account, record, record.checked, signal).run();
  return 'done';
}

type MergedCounts = Pick<ImportCounts, 'created' | 'updated' | 'unchanged' | 'rejected'>;

/** One import being applied. */
class Application {
  private readonly progress: Progress;
  private readonly inFlight: BatchesInFlight<RowsToSend | BlankColumns>;
  private readonly merged: MergedCounts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  private hasFailedBatches = false;
  /** Columns that are blank throughout were to be removed and are not. */
  private hasKeptColumns = false;

  constructor(
    private readonly backends: Backends,
    private readonly account: AccountRef,
    private readonly record: ImportRecord,
    private readonly checked: CheckedFile,
    private readonly signal: AbortSignal,
  ) {
    const { config, imports, ledger } = backends;
    const { _id, organisationId } = record;
    this.progress = new Progress(record, (figures) => imports.transition(organisationId, _id, ['importing'], figures));
    this.inFlight = new BatchesInFlight(ledger, _id, config.IMPORT_BATCHES_IN_FLIGHT, (batch) => this.publish(batch));
  }

  async run(): Promise<void> {
    const isComplete = (await this.sendRows()) && (await this.sendBlankColumns());
    await this.finish(isComplete);
  }

  /** @returns false when it stopped early because the import is to be cancelled */
  private async sendRows(): Promise<boolean> {
    const { config, contacts, ledger, store } = this.backends;
    await this.countSettled();
    const { limits, IMPORT_BATCH_ROWS: batchRows } = config;
    const { _id: importId, options } = this.record;
    const source = { store, record: this.record, checked: this.checked, limits, chunkRows: batchRows };
    const compare = async (chunk: Chunk) => ({
      ...chunk,
      news: await findNews(contacts, this.account, importId, options, chunk.statements),
    });
    const state = await this.ledgerState();
    const chunks = mapAhead(readChunks(source, state), LOOKS_AHEAD, compare);
    for await (const { isNew, news, ...bounds } of gatherBatches(chunks, state.nextNumber, batchRows)) {
      while (this.inFlight.isFull) await this.wait();
      if (isNew) {
        if (this.progress.cancelRequested) {
          await this.drain();
          return false;
        }
        await ledger.open({ importId, ...bounds });
      }
      await this.inFlight.send({ ...bounds, news });
      await this.report();
    }
    await this.drain();
    return true;
  }

  /**
   * Columns blank throughout are applied once, last, and only when every batch went well.
   * @returns false when they were left out because the import is to be cancelled
   */
  private async sendBlankColumns(): Promise<boolean> {
    const { imports, ledger } = this.backends;
    const { _id: importId, organisationId, options, columns } = this.record;
    const names = columns.filter(({ kind, blank }) => kind === 'value' && blank).map(({ name }) => name);
    if (options.blankColumns !== 'clear' || names.length === 0) return true;
    const last = await ledger.last(importId);
    if (last && isForBlankColumns(last)) {
      this.hasKeptColumns = last.failed !== null;
      if (last.outcome || last.failed) return true;
    } else {
      // Replayed rows come late: what was written since is not taken away by them.
      if (this.hasFailedBatches || this.record.reopenedAt) {
        this.hasKeptColumns = true;
        return true;
      }
      if ((await imports.find(organisationId, importId))?.cancelRequested) return false;
    }
    const n = last === null ? 0 : isForBlankColumns(last) ? last.n : last.n + 1;
    const [row, byte] = [last?.rowTo ?? 0, last?.byteTo ?? 0];
    await ledger.open({ importId, n, rowFrom: row, rowTo: row, byteFrom: byte, byteTo: byte, rows: 0 });
    await this.inFlight.send({ n, byteFrom: byte, byteTo: byte, names });
    await this.drain();
    return true;
  }

  /** Counts come from the ledger alone. Whatever is in none of them was not processed, so they always add up. */
  private async finish(isComplete: boolean): Promise<void> {
    const { ledger } = this.backends;
    const { created, updated, unchanged, rejected, failedBatches } = await ledger.summary(this.record._id);
    const counts = this.withChecked({ created, updated, unchanged, rejected });
    const rows = this.record.rows ?? 0;
    counts.unprocessed = rows - processedRows(counts);
    const lateErrorsKey =
      rejected > 0 ? await appendLateFaults(this.backends, this.record, this.checked, this.signal) : null;
    const hasErrors = counts.rejected > 0 || counts.unprocessed > 0 || failedBatches > 0;
    await finishImport(this.backends, this.record, ['importing'], {
      status: !isComplete ? 'cancelled' : hasErrors ? 'completed_with_errors' : 'completed',
      counts,
      processed: processedRows(counts),
      checked: { ...this.checked, lateErrorsKey },
      ...(this.hasKeptColumns && { warnings: withKeptColumns(this.record.warnings) }),
    });
  }

  private async ledgerState(): Promise<LedgerState> {
    const { ledger } = this.backends;
    const last = await ledger.last(this.record._id);
    const open = (await ledger.openBatches(this.record._id)).filter((entry) => !isForBlankColumns(entry));
    return { open, nextNumber: last === null ? 0 : last.n + 1, nextByte: last?.byteTo ?? 0 };
  }

  private async publish(batch: RowsToSend | BlankColumns): Promise<void> {
    const { organisationId, accountId, _id: importId, options } = this.record;
    const ids = { organisationId, accountId, importId, batch: batch.n };
    const { publisher } = this.backends;
    if ('names' in batch) return publisher.publish('ColumnsFoundBlank', { ...ids, names: batch.names }, eventId(ids));
    const { blankCells, tagsMode } = options;
    const payload = { ...ids, options: { blankCells, tagsMode }, ...batch.news };
    await publisher.publish('ContactUpserted', payload, eventId(ids));
  }

  private async drain(): Promise<void> {
    while (!this.inFlight.isEmpty) await this.wait();
  }

  private async wait(): Promise<void> {
    this.signal.throwIfAborted();
    for (const { outcome, failed } of await this.inFlight.settled()) {
      if (outcome) this.count({ ...outcome, rejected: outcome.rejected.length });
      else if (failed) this.hasFailedBatches = true;
    }
    await this.report();
  }

  /** What an earlier attempt achieved. */
  private async countSettled(): Promise<void> {
    const summary = await this.backends.ledger.summary(this.record._id);
    this.count(summary);
    this.hasFailedBatches = summary.failedBatches > 0;
  }

  private count({ created, updated, unchanged, rejected }: MergedCounts): void {
    this.merged.created += created;
    this.merged.updated += updated;
    this.merged.unchanged += unchanged;
    this.merged.rejected += rejected;
  }

  private async report(): Promise<void> {
    this.signal.throwIfAborted();
    const counts = this.withChecked(this.merged);
    const processed = processedRows(counts);
    await this.progress.report(processed, () => ({ counts, processed }));
  }

  private withChecked({ created, updated, unchanged, rejected }: MergedCounts): ImportCounts {
    const { duplicateRows: duplicate, rejectedRows } = this.checked;
    return { created, updated, unchanged, duplicate, rejected: rejectedRows + rejected, unprocessed: 0 };
  }
}

/** What was said of columns that are blank throughout has not come true. */
function withKeptColumns(warnings: readonly ImportWarning[]): ImportWarning[] {
  const others = warnings.filter(({ code }) => code !== 'blank_columns' && code !== 'blank_columns_kept');
  return [...others, warning('blank_columns_kept')];
}

type RowsToSend = Pick<Batch, 'n' | 'byteFrom' | 'byteTo' | 'news'>;

/** The columns that are blank throughout go out as one more batch, without rows. */
interface BlankColumns extends Pick<Batch, 'n' | 'byteFrom' | 'byteTo'> {
  names: string[];
}

function isForBlankColumns({ rows }: ImportBatchRecord): boolean {
  return rows === 0;
}

function processedRows({ created, updated, unchanged, duplicate, rejected }: ImportCounts): number {
  return created + updated + unchanged + duplicate + rejected;
}

/** While an event of this id waits, publishing it again adds nothing. */
function eventId({ importId, batch }: { importId: string; batch: number }): string {
  return `${importId}-${batch}`;
}
