import { everyAccountOf } from '#persistence';
import type { JobPayload } from '#contracts';
import { JobHandlers, type JobContext } from '#messaging';
import { applyImport } from './apply/apply-import.js';
import { Backends } from './backends.js';
import { checkImport } from './check/check-import.js';
import { startFirst } from './conclude.js';
import { giveUp } from './give-up.js';

/** The job handlers of the importer. {@link checkImport} and {@link applyImport} do the work. */
@JobHandlers('importer', (config) => config.IMPORTER_CONCURRENCY)
export class ImportJobs {
  constructor(private readonly backends: Backends) {}

  async onImports(job: JobPayload<'imports'>, { signal, progressed, onceGone }: JobContext): Promise<void> {
    if (job.kind === 'check') {
      // Once it is ready, the file may be to be checked again before this job ends.
      onceGone(() => this.checkAgain(job));
      return checkImport(this.backends, job, signal);
    }
    const outcome = await applyImport(this.backends, job, signal, progressed);
    // Its turn may come after it looked at the queue and before this job ends. Adding the job again does nothing until
    // then.
    if (outcome === 'waits') onceGone(() => this.startFirst(job));
  }

  giveUpImports(job: JobPayload<'imports'>): Promise<void> {
    return giveUp(this.backends, job);
  }

  private async checkAgain(job: JobPayload<'imports'>): Promise<void> {
    const record = await this.backends.imports.find(everyAccountOf(job.organisationId), job.importId);
    if (record?.status === 'checking') await this.backends.jobs.add('imports', job, record.traceparent);
  }

  private async startFirst({ organisationId, importId }: JobPayload<'imports'>): Promise<void> {
    const { accounts, imports } = this.backends;
    const record = await imports.find(everyAccountOf(organisationId), importId);
    const account = record && (await accounts.find(everyAccountOf(organisationId), record.accountId));
    if (account) await startFirst(this.backends, account);
  }
}
