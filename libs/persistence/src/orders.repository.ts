import type { Model, QueryFilter } from 'mongoose';

/** Work that somebody ordered for an account and a worker carries out: a download, a tag change, a replay. */
interface OrderRecord {
  _id: string;
  organisationId: string;
  accountId: string;
  status: string;
  /** When the record last changed. */
  updatedAt: Date;
}

/** What every kind of order is asked. Each query but the sweeper's names the organisation. */
export abstract class OrdersRepository<Order extends OrderRecord> {
  constructor(protected readonly model: Model<Order>) {}

  async insert(record: Order): Promise<void> {
    await this.model.create(record);
  }

  find(organisationId: string, id: string): Promise<Order | null> {
    return this.model
      .findOne(where<Order>({ _id: id, organisationId }))
      .lean<Order>()
      .exec();
  }

  /** Newest first; one more than `limit`, so that the caller knows whether there is a next page. */
  list(
    organisationId: string,
    query: { accountId?: string | undefined; after?: string | undefined; limit: number },
  ): Promise<Order[]> {
    return this.model
      .find(
        where<Order>({
          ...ofAccount(organisationId, query.accountId),
          ...(query.after && { _id: { $lt: query.after } }),
        }),
      )
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<Order[]>()
      .exec();
  }

  count(organisationId: string, accountId?: string): Promise<number> {
    return this.model.countDocuments(where<Order>(ofAccount(organisationId, accountId))).exec();
  }

  /**
   * Changes an order only while it is in one of the states `from` and its fields are still as in `unmoved`.
   * @returns the record after the change, or null: somebody else was faster
   */
  transition(
    organisationId: string,
    id: string,
    from: readonly Order['status'][],
    change: Partial<Order>,
    unmoved: Partial<Order> = {},
  ): Promise<Order | null> {
    return this.model
      .findOneAndUpdate(
        where<Order>({ ...unmoved, _id: id, organisationId, status: { $in: from } }),
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after' },
      )
      .lean<Order>()
      .exec();
  }

  /** For the sweeper alone: orders that should be under way and have not moved since `before`. */
  findStale(before: Date, limit: number): Promise<Order[]> {
    return this.model
      .find(where<Order>({ status: { $in: ['queued', 'running'] }, updatedAt: { $lt: before } }))
      .limit(limit)
      .lean<Order[]>()
      .exec();
  }
}

function ofAccount(organisationId: string, accountId: string | undefined) {
  return { organisationId, ...(accountId && { accountId }) };
}

/** Mongoose cannot tell the type of a filter on fields that only some order is known to have. */
function where<Order>(filter: object): QueryFilter<Order> {
  return filter;
}
