import { Inject, Injectable } from '@nestjs/common';
import { JOBS, ORDER_KINDS, orderJob, type OrderKind, type ServiceName } from '#contracts';
import { OrdersRepository } from '#persistence';
import { CONFIG, LOGGER, RecurringWork, SERVICE, type Config } from '#platform';
import type { Logger } from 'pino';
import { JobQueues } from './job-queues.js';

const BATCH = 100;

/** Adds the lost jobs of open orders, for the kinds that its service carries out, to their queues again. */
@Injectable()
export class OrderSweeper extends RecurringWork {
  private readonly kinds: OrderKind[];

  constructor(
    @Inject(SERVICE) service: ServiceName,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) logger: Logger,
    private readonly orders: OrdersRepository,
    private readonly jobs: JobQueues,
  ) {
    super({ everyMs: config.SWEEP_SECONDS * 1000, logger, failure: 'sweeping orders failed' });
    this.kinds = ORDER_KINDS.filter((kind) => JOBS[kind].owner === service);
  }

  /** Most services carry out no orders and need no timer. */
  override start(): void {
    if (this.kinds.length > 0) super.start();
  }

  /** Several processes may run it at the same time, because job ids are unique. */
  protected async round(): Promise<void> {
    const before = new Date(Date.now() - this.config.SWEEP_SECONDS * 1000);
    for (const kind of this.kinds)
      for (const { _id, organisationId } of await this.orders.findStale(kind, before, BATCH))
        await this.jobs.add(kind, orderJob(kind, _id, organisationId));
  }
}
