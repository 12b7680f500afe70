import { Inject, Injectable } from '@nestjs/common';
import { OrdersRepository } from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import { ObjectStore, ObjectSweeper } from '#storage';
import type { Logger } from 'pino';
import { EXPORTS_PREFIX } from './exporter.js';

/** Removes the files of attempts that died before their export referred to them. */
@Injectable()
export class ExportObjectSweeper extends ObjectSweeper {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    store: ObjectStore,
    private readonly orders: OrdersRepository,
  ) {
    super(config, logger, store, EXPORTS_PREFIX);
  }

  protected override async needed(exportIds: readonly string[]): Promise<Set<string>> {
    const records = await this.orders.findExports(exportIds);
    return new Set(records.flatMap(({ objectKey }) => objectKey ?? []));
  }
}
