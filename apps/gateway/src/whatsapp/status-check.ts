import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, LOGGER, type Config } from '#platform';
import type { Logger } from 'pino';
import { Connections } from './connections.js';

/** Looks for due connections this many times in their interval, so that none is much later than it should be. */
const LOOKS = 10;

/**
 * Keeps the status of numbers in step with WhatsApp. When a connection is due stands in MongoDB, so every gateway may
 * look, and one of them reads it; a job in Redis could be lost, or come twice.
 */
@Injectable()
export class StatusCheck implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly connections: Connections,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), (this.config.WHATSAPP_CHECK_SECONDS * 1000) / LOOKS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running ??= this.checkAll()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'WhatsApp numbers could not be checked'))
      .finally(() => (this.running = undefined));
  }

  private async checkAll(): Promise<void> {
    while (!this.stopping && (await this.connections.checkNext()));
  }
}
