import { Inject, Injectable } from '@nestjs/common';
import { OrdersRepository } from '#persistence';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { Logger } from 'pino';
import { EXPORTS_PREFIX } from './exporter.js';

const BATCH = 100;

/** Removes the files of expired exports, then their records. */
@Injectable()
export class ExportSweeper extends RecurringWork {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly orders: OrdersRepository,
    private readonly store: ObjectStore,
  ) {
    super({ everyMs: config.SWEEP_SECONDS * 1000, logger, failure: 'sweeping exports failed' });
  }

  /** Several processes may run it at the same time: removing twice does no harm. */
  protected async round(): Promise<void> {
    for (const { _id, organisationId } of await this.orders.findExpired(new Date(), BATCH)) {
      await this.store.deleteAll(`${EXPORTS_PREFIX}${_id}/`);
      await this.orders.removeExport(organisationId, _id);
    }
  }
}
