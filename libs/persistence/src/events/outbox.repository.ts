import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { EventName, ServiceName } from '#contracts';
import type { Collection } from 'mongodb';
import { Model } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { isDuplicateKey } from '../duplicate-key.js';
import { fromJson, toAsciiJson } from './ascii-json.js';
import { outboxDefinition, type OutboxRecord } from './outbox.schema.js';

/** As much of any payload as queries need; a payload of a version that nobody here knows has perhaps none of it. */
interface Facts {
  accountId?: unknown;
  contacts?: unknown;
}

/**
 * Events that wait in MongoDB until every subscriber has handled them. Redis carries only their ids: so a subscriber
 * that is away fills the database and not Redis, and what Redis forgets is found here.
 */
@Injectable()
export class OutboxRepository {
  private readonly collection: Collection<OutboxRecord>;

  constructor(@InjectModel(outboxDefinition.name) private readonly model: Model<OutboxRecord>) {
    this.collection = model.collection as unknown as Collection<OutboxRecord>;
  }

  /**
   * @param _id while an event of this id waits, adding it again does nothing
   * @returns the id under which the event waits
   */
  async add(
    event: EventName,
    payload: unknown,
    version: number,
    subscribers: readonly ServiceName[],
    _id: string = uuidv7(),
  ): Promise<string> {
    const record = {
      _id,
      event,
      payload: toAsciiJson(payload),
      ...factsOf(payload),
      version,
      pending: [...subscribers],
      createdAt: new Date(),
    };
    try {
      await this.collection.insertOne(record);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return _id;
  }

  /** @returns the event as it was published, or null when this subscriber has handled it before */
  async read(id: string, subscriber: ServiceName): Promise<{ payload: unknown; version: number } | null> {
    const record = await this.collection.findOne(
      { _id: id, pending: subscriber },
      { projection: { payload: 1, version: 1 }, promoteBuffers: true },
    );
    return record && { payload: payloadOf(record), version: record.version ?? 1 };
  }

  /** The subscriber has handled the event. The last one to do so removes it. */
  async done(id: string, subscriber: ServiceName): Promise<void> {
    // Mostly it is the only one left.
    const { deletedCount } = await this.collection.deleteOne({ _id: id, pending: [subscriber] });
    if (deletedCount === 1) return;
    await this.collection.updateOne({ _id: id }, { $pull: { pending: subscriber } });
    await this.collection.deleteOne({ _id: id, pending: { $size: 0 } });
  }

  /** How many events wait for the subscriber, and since when the oldest does. */
  async backlog(event: EventName, subscriber: ServiceName): Promise<{ waiting: number; oldest: Date | null }> {
    const waiting = await this.model.countDocuments({ event, pending: subscriber });
    if (waiting === 0) return { waiting, oldest: null };
    const [first] = await this.model
      .find({ event, pending: subscriber }, { createdAt: 1 })
      .sort({ _id: 1 })
      .limit(1)
      .lean();
    return { waiting, oldest: first?.createdAt ?? null };
  }

  /** Whether changes of contacts wait for the subscriber that are older than an event and of other imports than its. */
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

  /** Those of these events that wait for the subscriber still. */
  async stillWaiting(ids: readonly string[], subscriber: ServiceName): Promise<string[]> {
    if (ids.length === 0) return [];
    const records = await this.model.find({ _id: { $in: ids }, pending: subscriber }, { _id: 1 }).lean();
    return records.map(({ _id }) => _id);
  }

  /**
   * How many events about an account wait for the subscriber, and since when the oldest does.
   * @param publishedBefore looks at those alone that were published before
   */
  async backlogOf(
    accountId: string,
    event: EventName,
    subscriber: ServiceName,
    publishedBefore?: Date,
  ): Promise<{ waiting: number; oldest: Date | null }> {
    const query = {
      accountId,
      pending: subscriber,
      event,
      ...(publishedBefore && { createdAt: { $lt: publishedBefore } }),
    };
    const [waiting, first] = await Promise.all([
      this.model.countDocuments(query),
      this.model.findOne(query, { createdAt: 1 }).sort({ _id: 1 }).lean<OutboxRecord>(),
    ]);
    return { waiting, oldest: first?.createdAt ?? null };
  }

  /** How many events wait for the subscriber in versions up to `upTo`. */
  async waitingUpTo(event: EventName, subscriber: ServiceName, upTo: number): Promise<number> {
    return this.model.countDocuments({ event, pending: subscriber, version: { $not: { $gt: upTo } } }).exec();
  }

  /** The versions above `upTo` in which events wait for the subscriber, and how many in each. */
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
   * Ids of events in versions up to `upTo` that wait for the subscriber since before `before`, oldest first, after the
   * id `after`.
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
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return records.map(({ _id }) => _id);
  }
}

/** What queries look for, since they cannot look into the payload. Hundreds of contacts each time: a schema would copy them. */
function factsOf(payload: unknown): Pick<OutboxRecord, 'accountId' | 'changedBy'> {
  const { accountId, contacts } = (payload ?? {}) as Facts;
  return {
    ...(typeof accountId === 'string' && { accountId }),
    ...(Array.isArray(contacts) && { changedBy: authorsOf(contacts) }),
  };
}

function authorsOf(contacts: readonly unknown[]): string[] {
  const ids = new Set<string>();
  for (const contact of contacts) {
    const id = (contact as { changedBy?: { id?: unknown } } | null)?.changedBy?.id;
    if (typeof id === 'string') ids.add(id);
  }
  return [...ids];
}

function payloadOf({ payload }: Pick<OutboxRecord, 'payload'>): unknown {
  // Events that were stored before payloads became JSON have them as a document.
  return Buffer.isBuffer(payload) ? fromJson(payload) : payload;
}
