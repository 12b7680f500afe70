import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import { OptOuts } from './opt-outs.js';
import { WritableOptOutsRepository } from './writable-opt-outs.repository.js';

const BATCH = 500;

/**
 * Finishes what holds for all accounts of an organisation where a process ended before every contact had its copy, and
 * looks a second time for contacts that were being created meanwhile. Several processes may run it at the same time.
 */
@Injectable()
export class OptOutSweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) { SWEEP_SECONDS }: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly optOuts: OptOuts,
    private readonly stored: WritableOptOutsRepository,
  ) {
    super({ everyMs: SWEEP_SECONDS * 1000, logger, failure: 'marks for all accounts were not copied' });
  }

  protected async round(): Promise<void> {
    for (let more = true; more && !this.isStopping;) {
      const due = await this.stored.due(new Date(), BATCH);
      for (const organisationId of new Set(due.map((record) => record.organisationId)))
        await this.optOuts.spread(
          organisationId,
          due.filter((record) => record.organisationId === organisationId),
        );
      more = due.length === BATCH;
    }
  }
}
