import { Injectable } from '@nestjs/common';
import { isFinished } from '#contracts';
import type { ImportRecord } from '#persistence';
import { RecurringWork } from '#platform';
import { Backends } from './backends.js';
import { concludeImport, leaveTurn } from './conclude.js';
import { sweepObjects } from './sweep-objects.js';

const BATCH = 100;
const OBJECTS_EVERY_MS = 3_600_000;

/** Finds what was forgotten when a process died or Redis lost its data, and sets it going again. */
@Injectable()
export class Sweeper extends RecurringWork {
  private objectsSweptAt = 0;

  constructor(private readonly backends: Backends) {
    const { config, logger } = backends;
    super({ everyMs: config.SWEEP_SECONDS * 1000, logger, failure: 'sweeping imports failed' });
  }

  /** Safe to run in several processes at once: jobs are told apart by id, and everything else may be done twice. */
  protected async round(): Promise<void> {
    const now = new Date();
    const stale = new Date(now.getTime() - this.backends.config.SWEEP_SECONDS * 1000);
    await this.sweepImports(stale);
    await this.sweepQueues(stale);
    if (now.getTime() - this.objectsSweptAt < OBJECTS_EVERY_MS) return;
    this.objectsSweptAt = now.getTime();
    await sweepObjects(this.backends, now);
  }

  /** Gives jobs to open imports that have not moved for a while. One that has a job keeps that one. */
  private async sweepImports(stale: Date): Promise<void> {
    const { imports } = this.backends;
    for (const record of await imports.findStale(stale, BATCH)) {
      if (record.status === 'importing') await this.startApplying(record);
      else await this.startChecking(record);
      // It counts as looked at, so that the next ones come to be looked at too.
      await imports.note(record, {});
    }
  }

  private async startChecking({ _id: importId, organisationId }: ImportRecord): Promise<void> {
    await this.backends.jobs.add('imports', { kind: 'check', importId, organisationId });
  }

  /** A job for an import that has to wait would only find that out. */
  private async startApplying({
    _id: importId,
    organisationId,
    accountId,
    cancelRequested,
  }: ImportRecord): Promise<void> {
    const { accounts, turns, jobs } = this.backends;
    const account = await accounts.find(organisationId, accountId);
    const waits = account && !(await turns.isMine(account, importId));
    if (waits && !cancelRequested) return;
    await jobs.add('imports', { kind: 'apply', importId, organisationId });
  }

  /** Removes imports from the queues of their accounts that do not belong there, so that the next get their turn. */
  private async sweepQueues(stale: Date): Promise<void> {
    const { accounts, imports, turns } = this.backends;
    for await (const { importIds } of turns.all()) {
      for (const record of await imports.findAny(importIds)) {
        if (isFinished(record.status)) await concludeImport(this.backends, record);
        else if (isForgottenStart(record, stale)) {
          const account = await accounts.find(record.organisationId, record.accountId);
          if (account) await leaveTurn(this.backends, account, record._id);
        }
      }
    }
  }
}

/** Somebody said yes and the service died between entering the queue and starting: the import waits for a yes still. */
function isForgottenStart({ status, options, updatedAt }: ImportRecord, stale: Date): boolean {
  return status === 'ready' && options.start === 'confirm' && updatedAt < stale;
}
