import { Inject, Injectable } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { CampaignsRepository } from '#persistence';
import { LOGGER, RecurringWork } from '#platform';
import type { Logger } from 'pino';
import { WritableImportEffectsRepository } from './writable-import-effects.repository.js';

const TICK_MS = 1_000;
const BATCH = 100;

/**
 * Finds in MongoDB what is to be done, and makes the jobs: campaigns whose time has come, lists of cancelled ones, and
 * imports that ended. So there is nothing to be lost: a job that Redis forgot is made again at the next tick.
 */
@Injectable()
export class Clock extends RecurringWork {
  constructor(
    @Inject(LOGGER) logger: Logger,
    private readonly campaigns: CampaignsRepository,
    private readonly effects: WritableImportEffectsRepository,
    private readonly jobs: JobQueues,
  ) {
    super({ everyMs: TICK_MS, logger, failure: 'looking for due campaigns failed' });
  }

  /** Safe to run in several processes at once: jobs are told apart by id. */
  protected async round(): Promise<void> {
    const due = await this.campaigns.findDue(new Date(), BATCH);
    const uncleared = await this.campaigns.findUncleared(BATCH);
    for (const { _id: campaignId, organisationId } of [...due, ...uncleared])
      await this.jobs.add('campaigns', { kind: 'freeze', campaignId, organisationId });
    for (const { _id: importId, organisationId } of await this.effects.findUnsettled(BATCH))
      await this.jobs.add('campaigns', { kind: 'effect', importId, organisationId });
  }
}
