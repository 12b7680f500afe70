import type { ContactEditResult, JobPayload } from '#contracts';
import { JobHandlers, OrderRunner, type JobContext } from '#messaging';
import { ContactEdits } from './contact-edits.js';
import { Erasures } from './erasures.js';
import { OptOuts } from './opt-outs.js';
import { Replays } from './replays.js';
import { TagChanges } from './tag-changes.js';
import { Undos } from './undos.js';

/** The job handlers of the contacts service. Plain classes do the work. */
@JobHandlers('contacts', (config) => config.CONTACTS_CONCURRENCY)
export class ContactJobs {
  constructor(
    private readonly edits: ContactEdits,
    private readonly erasures: Erasures,
    private readonly optOuts: OptOuts,
    private readonly orders: OrderRunner,
    private readonly replays: Replays,
    private readonly changes: TagChanges,
    private readonly undos: Undos,
  ) {}

  onContactEdits(job: JobPayload<'contact-edits'>, { jobId }: JobContext): Promise<ContactEditResult> {
    return this.edits.apply(job, jobId);
  }

  async giveUpContactEdits(): Promise<ContactEditResult> {
    return { outcome: 'failed' };
  }

  onOptOuts(job: JobPayload<'opt-outs'>, { jobId }: JobContext): Promise<ContactEditResult> {
    return this.optOuts.apply(job, jobId);
  }

  async giveUpOptOuts(): Promise<ContactEditResult> {
    return { outcome: 'failed' };
  }

  onErasures(job: JobPayload<'erasures'>, { jobId }: JobContext): Promise<ContactEditResult> {
    return this.erasures.apply(job, jobId);
  }

  async giveUpErasures(): Promise<ContactEditResult> {
    return { outcome: 'failed' };
  }

  onReplays(job: JobPayload<'replays'>, context: JobContext): Promise<void> {
    return this.orders.run(this.replays, job, context);
  }

  giveUpReplays(job: JobPayload<'replays'>): Promise<void> {
    return this.orders.giveUp(this.replays, job);
  }

  onTagChanges(job: JobPayload<'tag-changes'>, context: JobContext): Promise<void> {
    return this.orders.run(this.changes, job, context);
  }

  giveUpTagChanges(job: JobPayload<'tag-changes'>): Promise<void> {
    return this.orders.giveUp(this.changes, job);
  }

  onUndos(job: JobPayload<'undos'>, context: JobContext): Promise<void> {
    return this.orders.run(this.undos, job, context);
  }

  giveUpUndos(job: JobPayload<'undos'>): Promise<void> {
    return this.orders.giveUp(this.undos, job);
  }
}
