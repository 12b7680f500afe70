import { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JOBS } from '#contracts';
import { attempt } from '#messaging';
import { CONFIG, LOGGER, withLogContext, type Config } from '#platform';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { Messages } from './messages.js';

/** Takes jobs of the queue `webhook-messages` (see the module); the work is in {@link Messages}. */
@Injectable()
export class MessagesProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly messages: Messages,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) =>
      this.logger.warn({ err: error, queue: 'webhook-messages' }, 'the queue is away'),
    );
  }

  override process(job: Job, token?: string): Promise<void> {
    const ids = JOBS['webhook-messages'].payload.parse(job.data);
    // Given up is the job alone: the messages wait, and the sweeper makes another job for them.
    const policy = { attempts: this.config.ATTEMPTS, logger: this.logger, giveUp: () => Promise.resolve() };
    return withLogContext(ids, () => attempt(job, token, policy, () => this.messages.post(ids)));
  }

  /** Takes no more jobs and gives back the ones in hand, before queues and databases close. */
  async onModuleDestroy(): Promise<void> {
    this.messages.stop();
    await this.worker.close();
  }
}
