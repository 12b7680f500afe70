import { Injectable } from '@nestjs/common';
import { orderJob, type OrderKind, type OrderListQuery, type Page } from '#contracts';
import {
  OrdersRepository,
  type AccountRef,
  type OrderRecord,
  type OrderRecords,
  type AccountScope,
} from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { JobsService } from '../jobs/jobs.service.js';
import { orderAnswer, type OrderAnswer } from './order-answer.js';

const NOT_FOUND = {
  exports: 'export_not_found',
  'tag-changes': 'tag_change_not_found',
  replays: 'replay_not_found',
  undos: 'undo_not_found',
} as const satisfies Record<OrderKind, string>;

/** The error for an order that has ended, for each kind that users can cancel. */
const OVER = {
  'tag-changes': 'wrong_state/tag_change_over',
  replays: 'wrong_state/replay_over',
  undos: 'wrong_state/undo_over',
} as const;

/** The initial fields of an order that goes through the contacts of an account. */
export const NO_PROGRESS = { afterPhone: '', processed: 0, expected: null, contactsPerSecond: null };

/** Creates, shows and cancels orders of every kind. Workers of other services carry them out. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly jobs: JobsService,
  ) {}

  /**
   * @param own the fields that only this kind has
   * @param also what belongs to the order's creation, in the same transaction
   */
  async place<K extends OrderKind>(
    kind: K,
    { kind: actor, id }: Pick<Principal, 'kind' | 'id'>,
    account: AccountRef,
    own: Omit<OrderRecords[K], keyof OrderRecord>,
    commit: Commit,
    also?: (id: string, session: ClientSession) => Promise<void>,
  ): Promise<OrderAnswer<K>> {
    const now = new Date();
    const { organisationId } = account;
    const common: OrderRecord = {
      _id: newId(),
      organisationId,
      accountId: account.id,
      status: 'queued',
      error: null,
      cancelRequested: false,
      createdAt: now,
      startedAt: null,
      finishedAt: null,
      updatedAt: now,
      createdBy: { kind: actor, id },
    };
    const record = { ...common, ...own } as OrderRecords[K];
    await commit(async (session) => {
      await also?.(common._id, session);
      // What is returned is named in the audit log.
      return this.orders.insert(kind, record, session);
    });
    await this.jobs.start(kind, orderJob(kind, common._id, organisationId));
    return orderAnswer(kind, record);
  }

  /** Newest first. */
  async list<K extends OrderKind>(kind: K, scope: AccountScope, query: OrderListQuery): Promise<Page<OrderAnswer<K>>> {
    const [found, value] = await Promise.all([
      this.orders.list(kind, scope, query),
      this.orders.count(kind, scope, query.accountId),
    ]);
    return pageAnswer(found, query.limit, value, (record) => orderAnswer(kind, record));
  }

  /** @throws ProblemError `…_not_found` */
  async read<K extends OrderKind>(kind: K, scope: AccountScope, id: string): Promise<OrderAnswer<K>> {
    return orderAnswer(kind, await this.record(kind, scope, id));
  }

  /** @throws ProblemError `…_not_found` */
  async record<K extends OrderKind>(kind: K, scope: AccountScope, id: string): Promise<OrderRecords[K]> {
    const record = await this.orders.find(kind, scope, id);
    if (record) return record;
    throw new ProblemError(NOT_FOUND[kind]);
  }

  /**
   * Cancels an order. A waiting order ends at once. Otherwise its worker stops between two steps; what is done stays.
   * @throws ProblemError `…_not_found`; `wrong_state` when it has ended in another way
   */
  async cancel<K extends keyof typeof OVER>(
    kind: K,
    scope: AccountScope,
    id: string,
    commit: Commit,
  ): Promise<OrderAnswer<K>> {
    const ended = { status: 'cancelled', finishedAt: new Date() } as Partial<OrderRecords[K]>;
    const wanted = { cancelRequested: true } as Partial<OrderRecords[K]>;
    const cancelled = await commit(async (session) => {
      const changed =
        (await this.orders.transition(kind, scope, id, ['queued'], ended, session)) ??
        (await this.orders.transition(kind, scope, id, ['running'], wanted, session));
      if (changed) return changed;
      const record = await this.record(kind, scope, id);
      if (record.status === 'cancelled') return record;
      throw new ProblemError(OVER[kind], { with: { status: record.status } });
    });
    return orderAnswer(kind, cancelled);
  }
}
