import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import { ConnectionsService } from './connections.service.js';

/** Looks for due connections this many times per interval, so that none is checked much too late. */
const LOOKS = 10;

/**
 * Keeps the status of numbers up to date with WhatsApp. The time of the next check is stored in MongoDB: every gateway
 * looks, and only one of them does the check. A job in Redis could be lost, or run twice.
 */
@Injectable()
export class ConnectionSweeper extends RecurringWork {
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
