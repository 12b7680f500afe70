import { WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JOBS, type ContactEditResult } from '#contracts';
import { attempt } from '#messaging';
import { CONFIG, LOGGER, withLogContext, type Config } from '#platform';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { ContactEdits } from './contact-edits.js';

/** Takes jobs of the queue `contact-edits` (see the module), and answers them; the work is in {@link ContactEdits}. */
@Injectable()
export class ContactEditsProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly edits: ContactEdits,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) => this.logger.warn({ err: error, queue: 'contact-edits' }, 'the queue is away'));
  }

  override async process(job: Job, token?: string): Promise<ContactEditResult> {
    let result: ContactEditResult = { outcome: 'failed' };
    const policy = { attempts: this.config.ATTEMPTS, logger: this.logger, giveUp: () => Promise.resolve() };
    await withLogContext({ jobId: job.id ?? '' }, () =>
      attempt(job, token, policy, async () => {
        const again = job.attemptsMade > 0 || job.stalledCounter > 0;
        result = await this.edits.apply(JOBS['contact-edits'].payload.parse(job.data), again);
      }),
    );
    return result;
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
  }
}
