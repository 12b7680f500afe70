import { Inject, Injectable } from '@nestjs/common';
import { coded } from '#contracts';
import { EventPublisher } from '#messaging';
import { everyAccountOf, ImportsRepository, OrganisationsRepository } from '#persistence';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import { ImportsService } from '../imports/imports.service.js';

const MAX_SECONDS = 5;

/**
 * Cancels the open imports of suspended organisations, as their members would. It looks again and again, because an
 * upload that began before may still become an import.
 */
@Injectable()
export class SuspendedImportsSweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly organisations: OrganisationsRepository,
    private readonly records: ImportsRepository,
    private readonly imports: ImportsService,
    private readonly publisher: EventPublisher,
  ) {
    const everyMs = Math.min(config.SWEEP_SECONDS, MAX_SECONDS) * 1000;
    super({ everyMs, logger, failure: 'imports of suspended organisations could not be cancelled' });
  }

  /** Several gateways may do it at the same time: cancelling twice is fine. */
  protected async round(): Promise<void> {
    for (const organisationId of await this.organisations.suspended())
      for (const importId of await this.records.openOf(organisationId))
        await this.imports.cancel(
          everyAccountOf(organisationId),
          importId,
          (work) => this.publisher.transaction(({ session, publish }) => work(session, publish)),
          coded('organisation_suspended/import'),
        );
  }
}
