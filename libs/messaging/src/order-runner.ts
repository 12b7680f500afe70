import { Inject, Injectable } from '@nestjs/common';
import { orderIdOf, type Coded, type JobPayload, type OrderKind } from '#contracts';
import { AccountsRepository, OrdersRepository, everyAccountOf, type AccountRef, type OrderRecords } from '#persistence';
import { LOGGER, metrics } from '#platform';
import type { Logger } from 'pino';
import type { JobContext } from './job-handlers.js';
import { EventPublisher, type Transaction } from './event-publisher.js';

/** How a service carries out one kind of order. {@link OrderRunner} does what all kinds have in common. */
export interface OrderWork<K extends OrderKind> {
  kind: K;
  /** The error in the record when the order is given up. */
  failure: Coded;
  /** Further fields to store when the order starts for the first time. */
  begin?(account: AccountRef, record: OrderRecords[K]): Promise<Partial<OrderRecords[K]>>;
  /**
   * Does the work step by step and continues at the position in the record. Returns early when the order is to be
   * cancelled.
   * @returns further fields to store when the order ends
   */
  carryOut(order: RunningOrder<K>): Promise<Partial<OrderRecords[K]>>;
  /** Fields to store whenever the order ends, also when it is given up. */
  ended?(at: Date): Partial<OrderRecords[K]>;
  /** Cleans up what {@link carryOut} produced when somebody else ended the order meanwhile. */
  discard?(result: Partial<OrderRecords[K]>): Promise<void>;
}

/** Another worker has taken the order up, or it has ended. Nothing of the step was stored. */
export class TakenOverError extends Error {
  override name = 'TakenOverError';

  constructor() {
    super('another process has taken over this order');
  }
}

type JobOfOrder = Pick<JobContext, 'signal' | 'progressed'>;

/** An order that this process is carrying out. */
export class RunningOrder<K extends OrderKind> {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly publisher: EventPublisher,
    private readonly kind: K,
    readonly account: AccountRef,
    /** The record as last written. */
    public record: OrderRecords[K],
    private readonly job: JobOfOrder,
  ) {}

  /** Aborted when the service stops. */
  get signal(): AbortSignal {
    return this.job.signal;
  }

  /** Check this between two steps. @throws when the service stops, so that another process continues the order */
  get isCancelled(): boolean {
    this.signal.throwIfAborted();
    return this.record.cancelRequested;
  }

  /** Reads the record again, to see whether the order is to be cancelled. */
  async refresh(): Promise<void> {
    const { organisationId, _id, attempt } = this.record;
    const found = await this.orders.find(this.kind, everyAccountOf(organisationId), _id);
    if (found) this.record = { ...found, attempt };
  }

  /**
   * Carries out a step: what it writes, the events about it and the progress are one transaction.
   * @param work returns the progress to store; it may run several times
   * @throws TakenOverError
   */
  async step(work: (transaction: Transaction) => Promise<Partial<OrderRecords[K]>>): Promise<void> {
    const done = await this.publisher.transaction(async (transaction) => {
      const change = await work(transaction);
      const after = await this.orders.progress(this.kind, this.record, change, transaction.session);
      if (!after) throw new TakenOverError();
      return { ...change, ...after };
    });
    this.record = { ...this.record, ...done };
    await this.job.progressed();
  }

  /**
   * Stores the progress of the order.
   * @throws TakenOverError
   */
  async move(change: Partial<OrderRecords[K]>): Promise<void> {
    if (!(await this.tryMove(change))) throw new TakenOverError();
  }

  /** @returns false when another worker has taken the order up, or it has ended */
  async tryMove(change: Partial<OrderRecords[K]>): Promise<boolean> {
    const after = await this.orders.progress(this.kind, this.record, change);
    if (after) this.record = { ...this.record, ...change, ...after };
    return after !== null;
  }
}

/** Runs an order in its worker: starts or resumes it, carries it out step by step, and ends, cancels or gives it up. */
@Injectable()
export class OrderRunner {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly orders: OrdersRepository,
    private readonly publisher: EventPublisher,
  ) {}

  /**
   * Continues at the position in the record. Does nothing for an order that has ended.
   * @param job its signal stops it between two steps
   */
  async run<K extends OrderKind>(work: OrderWork<K>, payload: JobPayload<K>, job: JobOfOrder): Promise<void> {
    const { organisationId } = payload;
    const record = await this.orders.takeUp(work.kind, organisationId, orderIdOf(work.kind, payload));
    if (!record) return;
    const account = await this.accounts.find(everyAccountOf(organisationId), record.accountId);
    if (!account) throw new Error('the organisation has no such account');
    const order = new RunningOrder(this.orders, this.publisher, work.kind, account, record, job);
    if (!record.startedAt) {
      const started = { startedAt: new Date(), ...(await work.begin?.(account, record)) };
      await order.move(started as Partial<OrderRecords[K]>);
    }

    const result = await work.carryOut(order);
    const finishedAt = new Date();
    const status = order.record.cancelRequested ? 'cancelled' : 'completed';
    const end = { status, finishedAt, ...work.ended?.(finishedAt), ...result };
    if (await order.tryMove(end)) this.ended(work.kind, order.record, end.status);
    else await work.discard?.(result);
  }

  async giveUp<K extends OrderKind>(work: OrderWork<K>, payload: JobPayload<K>): Promise<void> {
    const finishedAt = new Date();
    const end = { status: 'failed', error: work.failure, finishedAt, ...work.ended?.(finishedAt) };
    const id = orderIdOf(work.kind, payload);
    const change = end as Partial<OrderRecords[K]>;
    const record = await this.orders.transition(
      work.kind,
      everyAccountOf(payload.organisationId),
      id,
      ['queued', 'running'],
      change,
    );
    if (record) this.ended(work.kind, record, end.status);
  }

  private ended<K extends OrderKind>(kind: K, { createdAt }: OrderRecords[K], status: string): void {
    metrics.order.observe({ kind, status }, (Date.now() - createdAt.getTime()) / 1000);
    this.logger.info({ order: kind, status }, 'the order ended');
  }
}

type ContactsOrderKind = { [K in OrderKind]: 'afterPhone' extends keyof OrderRecords[K] ? K : never }[OrderKind];

/** The progress fields of an order after a batch of contacts, which are sorted by phone. */
export function progressAfter<K extends ContactsOrderKind>(
  record: OrderRecords[K],
  batch: readonly { phone: string }[],
) {
  const processed = record.processed + batch.length;
  const seconds = Math.max(0.001, (Date.now() - record.startedAt!.getTime()) / 1000);
  return {
    afterPhone: batch.at(-1)!.phone,
    processed,
    expected: Math.max(processed, record.expected ?? 0),
    contactsPerSecond: Math.round(processed / seconds),
  };
}
