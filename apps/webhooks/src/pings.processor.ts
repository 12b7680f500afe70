import { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JOBS, type WebhookPingResult } from '#contracts';
import { LOGGER, withLogContext } from '#platform';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { Messages } from './messages.js';

/** Takes jobs of the queue `webhook-pings` (see the module), and answers them; the work is in {@link Messages}. */
@Injectable()
export class PingsProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly messages: Messages,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) => this.logger.warn({ err: error, queue: 'webhook-pings' }, 'the queue is away'));
  }

  /** Somebody waits for the answer, so nothing is tried again. */
  override process(job: Job): Promise<WebhookPingResult> {
    const ids = JOBS['webhook-pings'].payload.parse(job.data);
    return withLogContext(ids, async (): Promise<WebhookPingResult> => {
      try {
        return await this.messages.ping(ids);
      } catch (error) {
        this.logger.error({ err: error }, 'the webhook could not be pinged');
        return { outcome: 'failed' };
      }
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
  }
}
