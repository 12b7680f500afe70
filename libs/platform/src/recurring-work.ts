import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';

export interface Recurrence {
  everyMs: number;
  logger: Logger;
  /** The log message when a round fails. The next round tries again. */
  failure: string;
}

/**
 * Work that is repeated while a service runs, one round at a time. When a round takes longer than the pause, the rounds
 * due meanwhile are skipped. As a provider it starts and stops with the service, which waits for the current round.
 */
export abstract class RecurringWork implements OnApplicationBootstrap, OnModuleDestroy {
  /** The service is stopping: a long round should end early. */
  protected isStopping = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly recurrence: Recurrence) {}

  onApplicationBootstrap(): void {
    this.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  /** The first round starts after one pause. */
  start(): void {
    this.timer = setInterval(() => this.startRound(), this.recurrence.everyMs);
  }

  startRound(): void {
    const { logger, failure } = this.recurrence;
    this.running ??= this.round()
      .catch((error: unknown) => logger.warn({ err: error }, failure))
      .finally(() => (this.running = undefined));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  protected abstract round(): Promise<void>;
}
