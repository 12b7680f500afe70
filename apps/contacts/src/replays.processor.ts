import { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JOBS } from '#contracts';
import { attempt } from '#messaging';
import { CONFIG, LOGGER, withLogContext, type Config } from '#platform';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { Replays } from './replays.js';

/** Takes jobs of the queue `replays` (see the module); the work is in {@link Replays}. */
@Injectable()
export class ReplaysProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly replays: Replays,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) => this.logger.warn({ err: error, queue: 'replays' }, 'the queue is away'));
  }

  override process(job: Job, token?: string): Promise<void> {
    const ids = JOBS.replays.payload.parse(job.data);
    const policy = { attempts: this.config.ATTEMPTS, logger: this.logger, giveUp: () => this.replays.giveUp(ids) };
    return withLogContext(ids, () => attempt(job, token, policy, () => this.replays.run(ids)));
  }

  /** Takes no more jobs and gives back the ones in hand, before queues and databases close. */
  async onModuleDestroy(): Promise<void> {
    this.replays.stop();
    await this.worker.close();
  }
}
