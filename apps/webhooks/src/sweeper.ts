import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JobQueues } from '#messaging';
import { WebhookMessagesRepository } from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import type { Logger } from 'pino';

const BATCH = 1_000;
/** Messages whose wait is over are found by the sweep, so that no wait is longer than this by much. */
const MAX_SECONDS = 5;

/** Makes the job of every webhook for which a message is due: its wait is over, or Redis has lost the job. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly messages: WebhookMessagesRepository,
    private readonly jobs: JobQueues,
  ) {}

  onApplicationBootstrap(): void {
    const seconds = Math.min(this.config.SWEEP_SECONDS, MAX_SECONDS);
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep()
        .catch((error: unknown) => this.logger.warn({ err: error }, 'sweeping messages failed'))
        .finally(() => (this.sweeping = undefined));
    }, seconds * 1000);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Safe to run in several processes at once: jobs are told apart by id. */
  private async sweep(): Promise<void> {
    for (const ids of await this.messages.findDue(new Date(), BATCH)) {
      await this.jobs.add('webhook-messages', ids, `webhook-${ids.webhookId}`);
    }
  }
}
