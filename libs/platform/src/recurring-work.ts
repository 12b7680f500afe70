import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';

export interface Recurrence {
  everyMs: number;
  logger: Logger;
  /** What the log says when a round fails. The next one is a new chance. */
  failure: string;
}

/**
 * Work that is done again and again while a service runs, one round at a time: where a round lasts longer than the pause,
 * the next ones are left out. As a provider it starts and ends with the service, which waits for a round in hand.
 */
export abstract class RecurringWork implements OnApplicationBootstrap, OnModuleDestroy {
  /** The service ends: a round that could go on for long should not. */
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

  /** The first round is after one pause. */
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
