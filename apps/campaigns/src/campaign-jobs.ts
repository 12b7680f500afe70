import type { JobPayload } from '#contracts';
import { JobHandlers, type JobContext } from '#messaging';
import { AudienceFreezer } from './audience-freezer.js';
import { ImportEffects } from './import-effects.js';

/** Freezing works batch by batch. A few campaigns at a time do not delay the events. */
const JOBS_AT_ONCE = 2;

/** The job handlers of the campaigns service. {@link AudienceFreezer} and {@link ImportEffects} do the work. */
@JobHandlers('campaigns', () => JOBS_AT_ONCE)
export class CampaignJobs {
  constructor(
    private readonly freezer: AudienceFreezer,
    private readonly effects: ImportEffects,
  ) {}

  onCampaigns(job: JobPayload<'campaigns'>, { signal }: JobContext): Promise<void> {
    return job.kind === 'freeze' ? this.freezer.run(job, signal) : this.effects.settle(job);
  }

  giveUpCampaigns(job: JobPayload<'campaigns'>): Promise<void> {
    return job.kind === 'freeze' ? this.freezer.giveUp(job) : this.effects.giveUp(job);
  }
}
