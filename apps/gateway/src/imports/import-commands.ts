import { Injectable } from '@nestjs/common';
import { finalCounts, IMPORT_STEPS, isFinished, type Import, type ImportStart } from '#contracts';
import { ImportsRepository, ImportTurnsRepository, type AccountRef, type ImportRecord } from '#persistence';
import { ProblemError } from '#platform';
import { AccountLookup } from '../accounts/account-lookup.js';
import { JobStarter } from '../jobs/job-starter.js';
import { ImportReader } from './import-reader.js';

/** A command looks at the state and changes it on condition that it is still so; the importer may be faster this often. */
const MAX_TRIES = 5;
const { start, cancel } = IMPORT_STEPS.gateway;

/** The yes and the stop to an import. Both may be given twice. */
@Injectable()
export class ImportCommands {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
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
      if (isFinished(record.status))
        throw new ProblemError('wrong_state/import_over', { with: { status: record.status } });
      const { status } = record;
      if (status === 'uploaded' || status === 'ready') return this.cancelIdle(record, status);
      return this.imports.note(record, { cancelRequested: true });
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
    throw new ProblemError('wrong_state/import_moving');
  }

  private async startReady(record: ImportRecord, { blankColumns }: ImportStart): Promise<ImportRecord | null> {
    const account = await this.accounts.requireActive(record.organisationId, record.accountId);
    const started = await this.imports.step(record, start, {
      startedAt: new Date(),
      options: { ...record.options, ...(blankColumns && { blankColumns }) },
    });
    if (started) await this.handOver(started, account);
    return started;
  }

  /** The importer does what follows from the end of an import: its objects go, and the next one gets its turn. */
  private async cancelIdle(record: ImportRecord, status: 'uploaded' | 'ready'): Promise<ImportRecord | null> {
    const account = await this.accounts.require(record.organisationId, record.accountId);
    const end = { ...finalCounts(record.counts, record.rows), finishedAt: new Date() };
    const cancelled = await this.imports.step(record, cancel, end, { status });
    if (cancelled) await this.handOver(cancelled, account);
    return cancelled;
  }

  /**
   * Gives the import to the importer. The place comes after the state, because an import in `ready` must hold up nobody;
   * and before the job, because by its place the sweeper finds an import whose job was lost.
   */
  private async handOver({ _id: importId, organisationId }: ImportRecord, account: AccountRef): Promise<void> {
    await this.turns.enter(account, importId);
    await this.jobs.start('imports', { kind: 'apply', importId, organisationId });
  }
}

function notStartable(record: ImportRecord): ProblemError {
  return isFinished(record.status)
    ? new ProblemError('wrong_state/import_over_upload', { with: { status: record.status } })
    : new ProblemError('wrong_state/import_checking');
}
