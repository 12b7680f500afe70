import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { JOBS, type JobPayload } from '#contracts';
import { attempt, ReleasedError } from '#messaging';
import { withLogContext } from '#platform';
import type { Job } from 'bullmq';
import { applyImport } from './apply/apply-import.js';
import { Backends } from './backends.js';
import { checkImport } from './check/check-import.js';
import { applyJobId } from './conclude.js';
import { giveUp } from './give-up.js';

type Outcome = 'done' | 'waits';

/** Takes jobs of the queue `imports` (see the module); the work is in {@link checkImport} and {@link applyImport}. */
@Injectable()
export class ImportsProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(private readonly backends: Backends) {
    super();
  }

  onApplicationBootstrap(): void {
    const { logger } = this.backends;
    this.worker.on('error', (error) => logger.warn({ err: error, queue: 'imports' }, 'the queue is away'));
  }

  override process(job: Job, token?: string): Promise<Outcome> {
    const payload = JOBS.imports.payload.parse(job.data);
    const { config, logger } = this.backends;
    const policy = { attempts: config.ATTEMPTS, logger, giveUp: () => giveUp(this.backends, payload) };
    const { importId, organisationId } = payload;
    return withLogContext({ importId, organisationId }, async () => {
      let outcome: Outcome = 'done';
      await attempt(job, token, policy, async () => {
        outcome = await this.work(payload);
      });
      return outcome;
    });
  }

  /**
   * Its turn may have come between its look at the queue and the end of its job, when adding the job again did nothing.
   * Now that the job is gone, look again.
   */
  @OnWorkerEvent('completed')
  async lookAgain(job: Job, outcome: Outcome): Promise<void> {
    if (outcome !== 'waits') return;
    const { importId, organisationId } = JOBS.imports.payload.parse(job.data);
    try {
      await this.startIfFirst(organisationId, importId);
    } catch (error) {
      this.backends.logger.warn({ err: error, importId }, 'could not look at the queue again; the sweeper will');
    }
  }

  /** Takes no more jobs and gives back the ones in hand, before queues and databases close. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new ReleasedError('the importer stops'));
    await this.worker.close();
  }

  private async work(payload: JobPayload<'imports'>): Promise<Outcome> {
    if (payload.kind === 'apply') return applyImport(this.backends, payload, this.stopping.signal);
    await checkImport(this.backends, payload, this.stopping.signal);
    return 'done';
  }

  private async startIfFirst(organisationId: string, importId: string): Promise<void> {
    const { accounts, imports, jobs } = this.backends;
    const record = await imports.find(organisationId, importId);
    const account = record && (await accounts.find(organisationId, record.accountId));
    if (!account || (await imports.places(account))[0] !== importId) return;
    await jobs.add('imports', { kind: 'apply', importId, organisationId }, applyJobId(importId));
  }
}
