import { Inject, Injectable } from '@nestjs/common';
import { orderIdOf, type Coded, type JobPayload, type OrderKind } from '#contracts';
import { AccountsRepository, OrdersRepository, type AccountRef, type OrderRecords } from '#persistence';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';

/** How a service carries out one kind of orders. What all kinds have in common is in {@link OrderRunner}. */
export interface OrderWork<K extends OrderKind> {
  kind: K;
  /** What the record says when the order is given up. */
  failure: Coded;
  /** What the record gets when the order starts for the first time. */
  begin?(account: AccountRef, record: OrderRecords[K]): Promise<Partial<OrderRecords[K]>>;
  /**
   * Does the work step by step, from where the record says that it stands. Returns early when the order is to be cancelled.
   * @returns what the record gets besides when the order ends
   */
  carryOut(order: RunningOrder<K>): Promise<Partial<OrderRecords[K]>>;
  /** What the record gets whenever the order ends, also when it is given up. */
  ended?(at: Date): Partial<OrderRecords[K]>;
  /** Somebody else ended the order meanwhile: what {@link carryOut} made is not needed. */
  discard?(result: Partial<OrderRecords[K]>): Promise<void>;
}

/** An order that this process carries out. */
export class RunningOrder<K extends OrderKind> {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly kind: K,
    readonly account: AccountRef,
    /** As it was when it was last written. */
    public record: OrderRecords[K],
    /** Aborted when the service stops. */
    readonly signal: AbortSignal,
  ) {}

  /** To be asked between two steps. @throws when the service stops, so that another process goes on */
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
   * Notes how far the order is.
   * @throws when another process goes on with it
   */
  async move(change: Partial<OrderRecords[K]>): Promise<void> {
    const moved = await this.tryMove(change);
    if (!moved) throw new Error('another process goes on with this order');
  }

  /** @returns false when another process goes on with the order, or it has ended */
  async tryMove(change: Partial<OrderRecords[K]>): Promise<boolean> {
    const { organisationId, _id } = this.record;
    const unmoved = ('afterPhone' in this.record ? { afterPhone: this.record.afterPhone } : {}) as typeof change;
    const moved = await this.orders.transition(this.kind, organisationId, _id, ['running'], change, unmoved);
    if (moved) this.record = moved;
    return moved !== null;
  }
}

/** The life of an order in its worker: taken up, carried out step by step, and ended, cancelled or given up. */
@Injectable()
export class OrderRunner {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly orders: OrdersRepository,
  ) {}

  /**
   * Goes on where the record says that the order stands. An order that has ended is left alone.
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
    if (await order.tryMove(end as Partial<OrderRecords[K]>))
      this.logger.info({ order: work.kind, status: end.status }, 'the order ended');
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

/** The figures of an order after a batch of contacts, in the order of their phones. */
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
