import { Inject, Injectable } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { CampaignsRepository, OrganisationsRepository } from '#persistence';
import { LOGGER, RecurringWork } from '#platform';
import type { Logger } from 'pino';
import { WritableImportEffectsRepository } from './writable-import-effects.repository.js';

const TICK_MS = 1_000;
const BATCH = 100;

/**
 * Adds jobs for what is due in MongoDB: campaigns whose time has come (unless their organisation is suspended), lists
 * of cancelled campaigns, and imports that ended. If Redis loses a job, the next tick adds it again.
 */
@Injectable()
export class CampaignSweeper extends RecurringWork {
  constructor(
    @Inject(LOGGER) logger: Logger,
    private readonly campaigns: CampaignsRepository,
    private readonly organisations: OrganisationsRepository,
    private readonly effects: WritableImportEffectsRepository,
    private readonly jobs: JobQueues,
  ) {
    super({ everyMs: TICK_MS, logger, failure: 'looking for due campaigns failed' });
  }

  /** Several processes may run it at the same time, because job ids are unique. */
  protected async round(): Promise<void> {
    const due = await this.campaigns.findDue(new Date(), BATCH, await this.organisations.suspended());
    const uncleared = await this.campaigns.findUncleared(BATCH);
    for (const { _id: campaignId, organisationId } of [...due, ...uncleared])
      await this.jobs.add('campaigns', { kind: 'freeze', campaignId, organisationId });
    for (const { _id: importId, organisationId } of await this.effects.findUnsettled(BATCH))
      await this.jobs.add('campaigns', { kind: 'effect', importId, organisationId });
  }
}
