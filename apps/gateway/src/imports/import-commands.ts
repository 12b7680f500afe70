import { Injectable } from '@nestjs/common';
import { isFinished, type Import, type ImportStart } from '#contracts';
import { ImportsRepository, type AccountRef, type ImportRecord } from '#persistence';
import { ProblemError } from '#platform';
import { AccountLookup } from '../accounts/account-lookup.js';
import { JobStarter } from '../jobs/job-starter.js';
import { processedRows } from './import-answer.js';
import { ImportReader } from './import-reader.js';

/** A command looks at the state and changes it on condition that it is still so; the importer may be faster this often. */
const MAX_TRIES = 5;

/** The yes and the stop to an import. Both may be given twice. */
@Injectable()
export class ImportCommands {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly reader: ImportReader,
    private readonly accounts: AccountLookup,
    private readonly jobs: JobStarter,
  ) {}

  /**
   * Starts an import that waits for a yes.
   * @throws ProblemError `wrong_state` unless it is ready or already importing; `no_active_account`
   */
  start(organisationId: string, importId: string, decision: ImportStart): Promise<Import> {
    return this.command(organisationId, importId, async (record) => {
      if (record.status === 'importing') return record;
      if (record.status !== 'ready') throw notStartable(record);
      return this.startReady(record, decision);
    });
  }

  /**
   * Cancels an import that has not begun to apply, or asks the importer to stop after the batches in hand.
   * @throws ProblemError `wrong_state` when it is finished
   */
  async cancel(organisationId: string, importId: string): Promise<Import> {
    const answer = await this.command(organisationId, importId, (record) => {
      if (isFinished(record.status)) throw new ProblemError('wrong_state', `The import is already ${spoken(record)}.`);
      if (record.status === 'uploaded' || record.status === 'ready') return this.cancelIdle(record);
      return this.imports.transition(organisationId, importId, [record.status], { cancelRequested: true });
    });
    // One that only waits for its turn has no job that would see the wish; one that is over leaves things to clear away.
    await this.jobs.start('imports', { kind: 'apply', importId, organisationId });
    return answer;
  }

  /** @param change answers the record as it is then, or null when its state had changed in the meantime */
  private async command(
    organisationId: string,
    importId: string,
    change: (record: ImportRecord) => ImportRecord | Promise<ImportRecord | null>,
  ): Promise<Import> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const changed = await change(await this.reader.record(organisationId, importId));
      if (changed) return this.reader.answer(changed);
    }
    throw new ProblemError('wrong_state', 'The import is changing state right now: look at it and try again.');
  }

  private async startReady(record: ImportRecord, { blankColumns }: ImportStart): Promise<ImportRecord | null> {
    const account = await this.accounts.requireActive(record.organisationId, record.accountId);
    const started = await this.imports.transition(record.organisationId, record._id, ['ready'], {
      status: 'importing',
      startedAt: new Date(),
      options: { ...record.options, ...(blankColumns && { blankColumns }) },
    });
    if (started) await this.handOver(started, account);
    return started;
  }

  /** The importer does what follows from the end of an import: its objects go, and the next one gets its turn. */
  private async cancelIdle(record: ImportRecord): Promise<ImportRecord | null> {
    const { _id, organisationId, rows, counts } = record;
    const account = await this.accounts.require(organisationId, record.accountId);
    const processed = processedRows(counts);
    const cancelled = await this.imports.transition(organisationId, _id, [record.status], {
      status: 'cancelled',
      finishedAt: new Date(),
      processed,
      counts: { ...counts, unprocessed: Math.max(0, (rows ?? 0) - processed) },
    });
    if (cancelled) await this.handOver(cancelled, account);
    return cancelled;
  }

  /**
   * Gives the import to the importer. The place comes after the state, because an import in `ready` must hold up nobody;
   * and before the job, because by its place the sweeper finds an import whose job was lost.
   */
  private async handOver({ _id: importId, organisationId }: ImportRecord, account: AccountRef): Promise<void> {
    await this.imports.takePlace(account, importId);
    await this.jobs.start('imports', { kind: 'apply', importId, organisationId });
  }
}

function notStartable(record: ImportRecord): ProblemError {
  return isFinished(record.status)
    ? new ProblemError('wrong_state', `The import is already ${spoken(record)}: upload the file again.`)
    : new ProblemError('wrong_state', 'The import is still being checked: wait until it is ready.');
}

function spoken({ status }: ImportRecord): string {
  return status.replaceAll('_', ' ');
}
