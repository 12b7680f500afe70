import { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JOBS } from '#contracts';
import { attempt } from '#messaging';
import { CONFIG, LOGGER, withLogContext, type Config } from '#platform';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { AudienceFreezer } from './audience-freezer.js';
import { ImportEffects } from './import-effects.js';

/** Takes jobs of the queue `campaigns` (see the module); the work is in {@link AudienceFreezer} and {@link ImportEffects}. */
@Injectable()
export class CampaignsProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly freezer: AudienceFreezer,
    private readonly effects: ImportEffects,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) => this.logger.warn({ err: error, queue: 'campaigns' }, 'the queue is away'));
  }

  override process(job: Job, token?: string): Promise<void> {
    const { kind: _, ...ids } = JOBS.campaigns.payload.parse(job.data);
    const [run, giveUp] =
      'campaignId' in ids
        ? [() => this.freezer.run(ids), () => this.freezer.giveUp(ids)]
        : [() => this.effects.settle(ids), () => this.effects.giveUp(ids)];
    const policy = { attempts: this.config.ATTEMPTS, logger: this.logger, giveUp };
    return withLogContext(ids, () => attempt(job, token, policy, run));
  }

  /** Takes no more jobs and gives back the ones in hand, before queues and databases close. */
  async onModuleDestroy(): Promise<void> {
    this.freezer.stop();
    await this.worker.close();
  }
}
