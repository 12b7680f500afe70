import { Inject, Injectable } from '@nestjs/common';
import { orderIdOf, type Coded, type JobPayload, type OrderKind } from '#contracts';
import { AccountsRepository, OrdersRepository, type AccountRef, type OrderRecords } from '#persistence';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';

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

/** An order that this process is carrying out. */
export class RunningOrder<K extends OrderKind> {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly kind: K,
    readonly account: AccountRef,
    /** The record as last written. */
    public record: OrderRecords[K],
    /** Aborted when the service stops. */
    readonly signal: AbortSignal,
  ) {}

  /** Check this between two steps. @throws when the service stops, so that another process continues the order */
  get isCancelled(): boolean {
    this.signal.throwIfAborted();
    return this.record.cancelRequested;
  }

  /** Reads the record again, to see whether the order is to be cancelled. */
  async refresh(): Promise<void> {
    const { organisationId, _id } = this.record;
    this.record = (await this.orders.find(this.kind, organisationId, _id)) ?? this.record;
  }

  /**
   * Stores the progress of the order.
   * @throws when another process has taken over the order
   */
  async move(change: Partial<OrderRecords[K]>): Promise<void> {
    const moved = await this.tryMove(change);
    if (!moved) throw new Error('another process has taken over this order');
  }

  /** @returns false when another process has taken over the order, or it has ended */
  async tryMove(change: Partial<OrderRecords[K]>): Promise<boolean> {
    const { organisationId, _id } = this.record;
    const unmoved = ('afterPhone' in this.record ? { afterPhone: this.record.afterPhone } : {}) as typeof change;
    const moved = await this.orders.transition(this.kind, organisationId, _id, ['running'], change, unmoved);
    if (moved) this.record = moved;
    return moved !== null;
  }
}

/** Runs an order in its worker: starts or resumes it, carries it out step by step, and ends, cancels or gives it up. */
@Injectable()
export class OrderRunner {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly orders: OrdersRepository,
  ) {}

  /**
   * Continues at the position in the record. Does nothing for an order that has ended.
   * @param signal stops it between two steps
   */
  async run<K extends OrderKind>(work: OrderWork<K>, payload: JobPayload<K>, signal: AbortSignal): Promise<void> {
    const { organisationId } = payload;
    const record = await this.orders.transition(
      work.kind,
      organisationId,
      orderIdOf(work.kind, payload),
      ['queued', 'running'],
      { status: 'running' } as Partial<OrderRecords[K]>,
    );
    if (!record) return;
    const account = await this.accounts.find(organisationId, record.accountId);
    if (!account) throw new Error('the organisation has no such account');
    const order = new RunningOrder(this.orders, work.kind, account, record, signal);
    if (!record.startedAt) {
      const started = { startedAt: new Date(), ...(await work.begin?.(account, record)) };
      await order.move(started as Partial<OrderRecords[K]>);
    }

    const result = await work.carryOut(order);
    const finishedAt = new Date();
    const status = order.record.cancelRequested ? 'cancelled' : 'completed';
    const end = { status, finishedAt, ...work.ended?.(finishedAt), ...result };
    if (await order.tryMove(end)) this.logger.info({ order: work.kind, status: end.status }, 'the order ended');
    else await work.discard?.(result);
  }

  async giveUp<K extends OrderKind>(work: OrderWork<K>, payload: JobPayload<K>): Promise<void> {
    const finishedAt = new Date();
    const end = { status: 'failed', error: work.failure, finishedAt, ...work.ended?.(finishedAt) };
    const id = orderIdOf(work.kind, payload);
    const change = end as Partial<OrderRecords[K]>;
    await this.orders.transition(work.kind, payload.organisationId, id, ['queued', 'running'], change);
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
