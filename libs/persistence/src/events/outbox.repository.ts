import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { subscribersOf, type EventName, type ServiceName } from '#contracts';
import type { ClientSession, Collection } from 'mongodb';
import { Model, type QueryFilter } from 'mongoose';
import { fromJson } from './ascii-json.js';
import { outboxRecord } from './outbox-record.js';
import { phonesPattern } from './phones-pattern.js';
import { outboxDefinition, type OutboxRecord } from './outbox.schema.js';

/** For conditions on ids, where the planner might as well take the index of ids and read the events. */
const BY_SUBSCRIBER = { event: 1, pending: 1, _id: 1, version: 1, createdAt: 1 } as const;

/** How many payloads are fetched at a time, of which each may have megabytes. */
const PAYLOADS = 4;

/**
 * Events that stay in MongoDB until every subscriber has handled them. Redis has only their ids. So a subscriber that
 * is down fills the database instead of Redis, and events that Redis lost are found here.
 */
@Injectable()
export class OutboxRepository {
  private readonly collection: Collection<OutboxRecord>;

  constructor(@InjectModel(outboxDefinition.name) private readonly model: Model<OutboxRecord>) {
    this.collection = model.collection as unknown as Collection<OutboxRecord>;
  }

  /** @returns the event's id, by which subscribers recognise a redelivery */
  async add(
    event: EventName,
    payload: unknown,
    version: number,
    subscribers: readonly ServiceName[],
    session?: ClientSession,
  ): Promise<string> {
    const record = outboxRecord(event, payload, version, subscribers);
    await this.collection.insertOne(record, { session });
    return record._id;
  }

  /** @returns the event as it was published, or null when this subscriber has already handled it */
  async read(id: string, subscriber: ServiceName): Promise<{ payload: unknown; version: number } | null> {
    const record = await this.collection.findOne(
      { _id: id, pending: subscriber },
      { projection: { payload: 1, version: 1 }, promoteBuffers: true },
    );
    return record && { payload: payloadOf(record), version: record.version ?? 1 };
  }

  /**
   * Marks the event as handled by the subscriber. When no subscriber is left, the event is removed. One write does
   * either, so an event without subscribers never exists, whenever the process dies.
   */
  async done(id: string, subscriber: ServiceName): Promise<void> {
    const last = { _id: id, pending: [subscriber] };
    // Usually it is the only one left.
    if ((await this.collection.deleteOne(last)).deletedCount === 1) return;
    const oneOfSeveral = { _id: id, pending: subscriber, 'pending.1': { $exists: true } };
    const { modifiedCount } = await this.collection.updateOne(oneOfSeveral, { $pull: { pending: subscriber } });
    // Neither: the event was handled before, or meanwhile the other subscribers were done. They only become fewer.
    if (modifiedCount === 0) await this.collection.deleteOne(last);
  }

  /**
   * Removes events that no subscriber waits for. The build before took the last subscriber off in one step and removed
   * the event in another, so it left some behind when it died in between.
   */
  async removeHandled(event: EventName): Promise<void> {
    // `$size: 0` would have the same result but no bounds in the index.
    await this.collection.deleteMany({ event, pending: [] });
  }

  /** The number of events that wait for the subscriber, and the time of the oldest. */
  backlog(event: EventName, subscriber: ServiceName): Promise<{ waiting: number; oldest: Date | null }> {
    return this.waiting({ event, pending: subscriber });
  }

  /**
   * Whether contact changes that are older than an event, and come from other imports, still wait for the subscriber.
   */
  async hasOlderChanges(
    accountId: string,
    subscriber: ServiceName,
    eventId: string,
    importId: string,
  ): Promise<boolean> {
    const older = await this.model
      .findOne(
        {
          accountId,
          pending: subscriber,
          event: 'ContactChanged',
          _id: { $lt: eventId },
          changedBy: { $ne: importId },
        },
        { _id: 1 },
      )
      .lean();
    return older !== null;
  }

  /** Those of these `ContactChanged` events that still wait for the subscriber. */
  async stillWaiting(ids: readonly string[], subscriber: ServiceName): Promise<string[]> {
    if (ids.length === 0) return [];
    const records = await this.model
      .find({ event: 'ContactChanged', pending: subscriber, _id: { $in: ids } }, { _id: 1 })
      .hint(BY_SUBSCRIBER)
      .lean();
    return records.map(({ _id }) => _id);
  }

  /**
   * The number of events about an account that wait for the subscriber, and the time of the oldest.
   * @param publishedBefore only events published before this time
   */
  async backlogOf(
    accountId: string,
    event: EventName,
    subscriber: ServiceName,
    publishedBefore?: Date,
  ): Promise<{ waiting: number; oldest: Date | null }> {
    const published = publishedBefore && { createdAt: { $lt: publishedBefore } };
    return this.waiting({ accountId, pending: subscriber, event, ...published });
  }

  /**
   * Events about an account that wait and have the state of a contact with one of these phones. Payloads are large, so it
   * reads those of the `limit` oldest events only.
   */
  async withPhones(
    accountId: string,
    phones: readonly string[],
    limit: number,
  ): Promise<{ ids: string[]; isAll: boolean }> {
    const waiting = { accountId, event: 'ContactChanged', pending: { $in: subscribersOf('ContactChanged') } } as const;
    const cursor = this.collection
      .find(waiting, { projection: { payload: 1 }, promoteBuffers: true })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .batchSize(PAYLOADS);
    const pattern = phonesPattern(phones);
    const ids: string[] = [];
    let read = 0;
    for await (const { _id, payload } of cursor) {
      if (++read > limit) break;
      if (pattern.test(Buffer.isBuffer(payload) ? payload.toString('latin1') : JSON.stringify(payload))) ids.push(_id);
    }
    return { ids, isAll: read <= limit };
  }

  /** The number of events that wait for the subscriber in versions up to `upTo`. */
  async waitingUpTo(event: EventName, subscriber: ServiceName, upTo: number): Promise<number> {
    return this.model.countDocuments({ event, pending: subscriber, version: { $not: { $gt: upTo } } }).exec();
  }

  /** The versions above `upTo` in which events wait for the subscriber, and the number of events in each. */
  newerVersions(
    event: EventName,
    subscriber: ServiceName,
    upTo: number,
  ): Promise<{ version: number; events: number }[]> {
    return this.model
      .aggregate<{ version: number; events: number }>([
        { $match: { event, pending: subscriber, version: { $gt: upTo } } },
        { $group: { _id: '$version', events: { $sum: 1 } } },
        { $project: { _id: 0, version: '$_id', events: 1 } },
        { $sort: { version: 1 } },
      ])
      .exec();
  }

  /**
   * The ids of events in versions up to `upTo` that have waited for the subscriber since before `before`. Oldest first,
   * after the id `after`.
   */
  async waitingIds(
    event: EventName,
    subscriber: ServiceName,
    { upTo, before, after, limit }: { upTo: number; before: Date; after: string; limit: number },
  ): Promise<string[]> {
    const records = await this.model
      .find(
        {
          event,
          pending: subscriber,
          _id: { $gt: after },
          createdAt: { $lt: before },
          version: { $not: { $gt: upTo } },
        },
        { _id: 1 },
      )
      .hint(BY_SUBSCRIBER)
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return records.map(({ _id }) => _id);
  }

  private async waiting(query: QueryFilter<OutboxRecord>): Promise<{ waiting: number; oldest: Date | null }> {
    const [waiting, first] = await Promise.all([
      this.model.countDocuments(query),
      this.model.findOne(query, { _id: 0, createdAt: 1 }).sort({ _id: 1 }).lean<Pick<OutboxRecord, 'createdAt'>>(),
    ]);
    return { waiting, oldest: first?.createdAt ?? null };
  }
}

function payloadOf({ payload }: Pick<OutboxRecord, 'payload'>): unknown {
  // Older events have their payload as a document instead of JSON.
  return Buffer.isBuffer(payload) ? fromJson(payload) : payload;
}
