import type { JobPayload } from '#contracts';
import { JobHandlers, type JobContext } from '#messaging';
import { applyImport } from './apply/apply-import.js';
import { Backends } from './backends.js';
import { checkImport } from './check/check-import.js';
import { startFirst } from './conclude.js';
import { giveUp } from './give-up.js';

/** The jobs of the importer. The work is in {@link checkImport} and {@link applyImport}. */
@JobHandlers('importer', (config) => config.IMPORTER_CONCURRENCY)
export class ImportJobs {
  constructor(private readonly backends: Backends) {}

  async onImports(job: JobPayload<'imports'>, { signal, onceGone }: JobContext): Promise<void> {
    if (job.kind === 'check') return checkImport(this.backends, job, signal);
    const outcome = await applyImport(this.backends, job, signal);
    // Its turn may come between its look at the queue and the end of this job, when adding the job again does nothing.
    if (outcome === 'waits') onceGone(() => this.startFirst(job));
  }

  giveUpImports(job: JobPayload<'imports'>): Promise<void> {
    return giveUp(this.backends, job);
  }

  private async startFirst({ organisationId, importId }: JobPayload<'imports'>): Promise<void> {
    const { accounts, imports } = this.backends;
    const record = await imports.find(organisationId, importId);
    const account = record && (await accounts.find(organisationId, record.accountId));
    if (account) await startFirst(this.backends, account);
  }
}
