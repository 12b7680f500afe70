import { Injectable } from '@nestjs/common';
import { isFinished } from '#contracts';
import { everyAccountOf, type ImportRecord } from '#persistence';
import { RecurringWork } from '#platform';
import { Backends } from './backends.js';
import { concludeImport, leaveTurn } from './conclude.js';

const BATCH = 100;

/** Resumes imports that were left behind when a process died or Redis lost its data. */
@Injectable()
export class ImportSweeper extends RecurringWork {
  constructor(private readonly backends: Backends) {
    const { config, logger } = backends;
    super({ everyMs: config.SWEEP_SECONDS * 1000, logger, failure: 'sweeping imports failed' });
  }

  /** Several processes may run it at the same time: job ids are unique, and everything else is idempotent. */
  protected async round(): Promise<void> {
    const stale = new Date(Date.now() - this.backends.config.SWEEP_SECONDS * 1000);
    await this.sweepImports(stale);
    await this.sweepQueues(stale);
  }

  /** Adds jobs for open imports that have not changed for a while. Where the job still exists, this does nothing. */
  private async sweepImports(stale: Date): Promise<void> {
    const { imports } = this.backends;
    for (const record of await imports.findStale(stale, BATCH)) {
      if (record.status === 'importing') await this.startApplying(record);
      else await this.startChecking(record);
      // Updates the time of the last change, so that other stale imports get their turn.
      await imports.note(record, {});
    }
  }

  private async startChecking({ _id: importId, organisationId, traceparent }: ImportRecord): Promise<void> {
    await this.backends.jobs.add('imports', { kind: 'check', importId, organisationId }, traceparent);
  }

  /**
   * For an import that must wait for its turn, no job is added, because it would only find that out. One that is not in the
   * queue gets one, and enters: a database that lost the last write of an import may have kept that it left.
   */
  private async startApplying({
    _id: importId,
    organisationId,
    accountId,
    cancelRequested,
    traceparent,
  }: ImportRecord): Promise<void> {
    const { accounts, turns, jobs } = this.backends;
    const account = await accounts.find(everyAccountOf(organisationId), accountId);
    const waits = account && (await turns.inOrder(account)).indexOf(importId) > 0;
    if (waits && !cancelRequested) return;
    await jobs.add('imports', { kind: 'apply', importId, organisationId }, traceparent);
  }

  /** Removes imports that do not belong there from the queues of their accounts, so that the next ones can start. */
  private async sweepQueues(stale: Date): Promise<void> {
    const { accounts, imports, turns } = this.backends;
    for await (const { importIds } of turns.all()) {
      for (const record of await imports.findAny(importIds)) {
        if (isFinished(record.status)) await concludeImport(this.backends, record);
        else if (isForgottenStart(record, stale)) {
          const account = await accounts.find(everyAccountOf(record.organisationId), record.accountId);
          if (account) await leaveTurn(this.backends, account, record._id);
        }
      }
    }
  }
}

/**
 * The service died between adding the import to the queue and starting it, so the import still waits for a user to
 * start it.
 */
function isForgottenStart({ status, options, updatedAt }: ImportRecord, stale: Date): boolean {
  return status === 'ready' && options.start === 'confirm' && updatedAt < stale;
}
