import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import { ConnectionsService } from './connections.service.js';

/** Looks for due connections this many times in their interval, so that none is much later than it should be. */
const LOOKS = 10;

/**
 * Keeps the status of numbers in step with WhatsApp. When a connection is due stands in MongoDB, so every gateway may
 * look, and one of them reads it; a job in Redis could be lost, or come twice.
 */
@Injectable()
export class StatusCheck extends RecurringWork {
  constructor(
    private readonly connections: ConnectionsService,
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    const everyMs = (config.WHATSAPP_CHECK_SECONDS * 1000) / LOOKS;
    super({ everyMs, logger, failure: 'WhatsApp numbers could not be checked' });
  }

  protected async round(): Promise<void> {
    while (!this.isStopping && (await this.connections.checkNext()));
  }
}
