import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { type Connection, type Model, type QueryFilter, type UpdateQuery } from 'mongoose';
import type { OrderKind, OrderListQuery, OrderStatus } from '#contracts';
import { inScope, type AccountScope } from '../accounts/scope.js';
import { exportDefinition, type ExportRecord } from './export.schema.js';
import { replayDefinition, type ReplayRecord } from './replay.schema.js';
import { tagChangeDefinition, type TagChangeRecord } from './tag-change.schema.js';
import { undoDefinition, type UndoRecord } from './undo.schema.js';

/** The record type of each kind of order. */
export interface OrderRecords extends Record<OrderKind, object> {
  exports: ExportRecord;
  'tag-changes': TagChangeRecord;
  replays: ReplayRecord;
  undos: UndoRecord;
}

export const orderDefinitions = {
  exports: exportDefinition,
  'tag-changes': tagChangeDefinition,
  replays: replayDefinition,
  undos: undoDefinition,
} satisfies Record<OrderKind, unknown>;

const OPEN: readonly OrderStatus[] = ['queued', 'running'];
const ENDED: readonly OrderStatus[] = ['completed', 'cancelled', 'failed'];

/** Orders of every kind. Every query except those of sweepers is limited to a scope or an organisation. */
@Injectable()
export class OrdersRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async insert<K extends OrderKind>(
    kind: K,
    record: OrderRecords[K],
    session?: ClientSession,
  ): Promise<OrderRecords[K]> {
    await new (this.model(kind))(record).save({ session: session ?? null });
    return record;
  }

  find<K extends OrderKind>(kind: K, scope: AccountScope, id: string): Promise<OrderRecords[K] | null> {
    return this.model(kind)
      .findOne(where<OrderRecords[K]>({ _id: id, ...inScope(scope) }))
      .lean<OrderRecords[K]>()
      .exec();
  }

  /** The bytes of the files of exports that are kept. */
  async exportedBytes(organisationId: string): Promise<number> {
    const [sum] = await this.model('exports').aggregate<{ bytes: number }>([
      { $match: { organisationId, expiresAt: { $gt: new Date() } } },
      { $group: { _id: null, bytes: { $sum: '$fileSize' } } },
    ]);
    return sum?.bytes ?? 0;
  }

  /** Newest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list<K extends OrderKind>(kind: K, scope: AccountScope, query: OrderListQuery): Promise<OrderRecords[K][]> {
    const page = query.after && { _id: { $lt: query.after } };
    return this.model(kind)
      .find(where<OrderRecords[K]>({ ...inScope(scope, query.accountId), ...page }))
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<OrderRecords[K][]>()
      .exec();
  }

  count(kind: OrderKind, scope: AccountScope, accountId?: string): Promise<number> {
    return this.model(kind).countDocuments(inScope(scope, accountId)).exec();
  }

  /** An order of the account that has not ended and has these field values. */
  findOpen<K extends OrderKind>(
    kind: K,
    account: { organisationId: string; id: string },
    fields: Partial<OrderRecords[K]>,
    session: ClientSession,
  ): Promise<OrderRecords[K] | null> {
    const open = { organisationId: account.organisationId, accountId: account.id, finishedAt: null, ...fields };
    return this.model(kind).findOne(where<OrderRecords[K]>(open), null, { session }).lean<OrderRecords[K]>().exec();
  }

  /**
   * Changes an order only while it is in one of the states `from`.
   * @returns the record after the change, or null when it was in another state
   */
  transition<K extends OrderKind>(
    kind: K,
    scope: AccountScope,
    id: string,
    from: readonly OrderStatus[],
    change: Partial<OrderRecords[K]>,
    session?: ClientSession,
  ): Promise<OrderRecords[K] | null> {
    const filter = { _id: id, ...inScope(scope), status: { $in: from } };
    return this.update(kind, filter, { $set: { ...change, updatedAt: new Date() } }, session);
  }

  /**
   * Notes which undo undid an order, unless another one was noted since it was read.
   * @returns whether it is noted
   */
  async noteUndo<K extends 'tag-changes' | 'undos'>(
    kind: K,
    { _id, organisationId, undoneBy }: Pick<OrderRecords[K], '_id' | 'organisationId' | 'undoneBy'>,
    undoId: string,
    session: ClientSession,
  ): Promise<boolean> {
    const seen = where<OrderRecords[K]>({ _id, organisationId, undoneBy: undoneBy ?? null });
    const { matchedCount } = await this.model(kind).updateOne(seen, { $set: { undoneBy: undoId } }, { session });
    return matchedCount === 1;
  }

  /**
   * Takes an open order up, which ends the turn of the worker that had it before.
   * @returns the record with the number of this turn, or null when the order has ended
   */
  takeUp<K extends OrderKind>(kind: K, organisationId: string, id: string): Promise<OrderRecords[K] | null> {
    const change = { $set: { status: 'running', updatedAt: new Date() }, $inc: { attempt: 1 } };
    return this.update(kind, { _id: id, organisationId, status: { $in: OPEN } }, change);
  }

  /**
   * Changes a running order during the worker's turn.
   * @returns whether it is to be cancelled; null when the order has ended, or another worker has taken it up
   */
  async progress<K extends OrderKind>(
    kind: K,
    { _id, organisationId, attempt }: OrderRecords[K],
    change: Partial<OrderRecords[K]>,
    session?: ClientSession,
  ): Promise<{ cancelRequested: boolean } | null> {
    return this.model(kind)
      .findOneAndUpdate(
        where<OrderRecords[K]>({ _id, organisationId, attempt, status: 'running' }),
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after', projection: { _id: 0, cancelRequested: 1 }, session },
      )
      .lean<{ cancelRequested: boolean }>()
      .exec();
  }

  /** For sweepers: orders that should make progress and have not changed since `before`. */
  findStale<K extends OrderKind>(kind: K, before: Date, limit: number): Promise<OrderRecords[K][]> {
    return this.sweep(kind, { status: { $in: OPEN }, updatedAt: { $lt: before } }, limit);
  }

  /** For the sweeper of exports: exports whose files have expired. */
  findExpired(now: Date, limit: number): Promise<ExportRecord[]> {
    return this.sweep('exports', { expiresAt: { $lt: now } }, limit);
  }

  /** For the sweeper of objects: these exports, of any organisation. */
  findExports(ids: readonly string[]): Promise<ExportRecord[]> {
    return this.sweep('exports', { _id: { $in: ids } }, ids.length);
  }

  /** Removes the record of an expired export. Call it after its files were removed. */
  async removeExport(organisationId: string, exportId: string): Promise<void> {
    await this.model('exports').deleteOne({ _id: exportId, organisationId });
  }

  /**
   * For the sweeper: removes orders of a kind that ended before a time, without the exports that have a file, which expire.
   * @returns how many
   */
  async removeEnded<K extends OrderKind>(kind: K, before: Date, limit: number): Promise<number> {
    const filter = {
      status: { $in: ENDED },
      updatedAt: { $lt: before },
      ...(kind === 'exports' && { expiresAt: null }),
    };
    const found = await this.sweep(kind, filter, limit);
    await this.model(kind).deleteMany(where<OrderRecords[K]>({ _id: { $in: found.map(({ _id }) => _id) } }));
    return found.length;
  }

  private update<K extends OrderKind>(
    kind: K,
    filter: object,
    change: UpdateQuery<OrderRecords[K]>,
    session?: ClientSession,
  ) {
    return this.model(kind)
      .findOneAndUpdate(where<OrderRecords[K]>(filter), change, { returnDocument: 'after', session })
      .lean<OrderRecords[K]>()
      .exec();
  }

  private sweep<K extends OrderKind>(kind: K, filter: object, limit: number): Promise<OrderRecords[K][]> {
    return this.model(kind).find(where<OrderRecords[K]>(filter)).limit(limit).lean<OrderRecords[K][]>().exec();
  }

  private model<K extends OrderKind>(kind: K): Model<OrderRecords[K]> {
    return this.connection.model<OrderRecords[K]>(orderDefinitions[kind].name);
  }
}

/** Mongoose cannot infer the type of a filter on fields of a kind that is known only at run time. */
function where<Order>(filter: object): QueryFilter<Order> {
  return filter;
}
