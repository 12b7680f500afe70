import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { DeadLetterQuery, EventName, ServiceName } from '#contracts';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { removeOldest } from '../remove-oldest.js';
import { phonesPattern } from './phones-pattern.js';
import { deadLetterDefinition, type DeadLetterRecord } from './dead-letter.schema.js';

/** Whose letters to read: those of an organisation; for operators also those without one. */
export type DeadLetterScope = readonly (string | null)[];

/** Dead letters: events that were given up. */
@Injectable()
export class DeadLettersRepository {
  constructor(@InjectModel(deadLetterDefinition.name) private readonly model: Model<DeadLetterRecord>) {}

  /**
   * Stores a letter. Idempotent for a delivery: giving it up again, after a replay or a crash, updates the same letter.
   */
  async bury({ event, subscriber, deliveryId, ...letter }: Omit<DeadLetterRecord, '_id'>): Promise<void> {
    await this.model.updateOne(
      { event, subscriber, deliveryId },
      { $set: letter, $setOnInsert: { _id: uuidv7() } },
      { upsert: true },
    );
  }

  /** Newest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(scope: DeadLetterScope, query: DeadLetterQuery): Promise<DeadLetterRecord[]> {
    return this.model
      .find({ ...conditions(scope, query), ...(query.after && { _id: { $lt: query.after } }) }, { payload: 0 })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<DeadLetterRecord[]>()
      .exec();
  }

  /** Those whose event has the state of a contact with one of these phones; at most `limit`. */
  withPhones(organisationId: string, phones: readonly string[], limit: number): Promise<DeadLetterRecord[]> {
    return this.model
      .find({ organisationId, payload: phonesPattern(phones) }, { payload: 0 })
      .limit(limit)
      .lean<DeadLetterRecord[]>()
      .exec();
  }

  count(scope: DeadLetterScope, query: DeadLetterQuery): Promise<number> {
    return this.model.countDocuments(conditions(scope, query)).exec();
  }

  find(scope: DeadLetterScope, id: string, session?: ClientSession): Promise<DeadLetterRecord | null> {
    return this.model
      .findOne({ _id: id, organisationId: { $in: scope } }, null, { session })
      .lean<DeadLetterRecord>()
      .exec();
  }

  /** All letters of an import. */
  ofImport(organisationId: string, importId: string, session: ClientSession): Promise<DeadLetterRecord[]> {
    return this.model.find({ organisationId, importId }, { payload: 0 }, { session }).lean<DeadLetterRecord[]>().exec();
  }

  /** Removes a replayed letter, unless the event was given up again meanwhile. */
  async remove({ _id, organisationId, failedAt }: DeadLetterRecord, session?: ClientSession): Promise<void> {
    await this.model.deleteOne({ _id, organisationId, failedAt }, { session });
  }

  async discard(scope: DeadLetterScope, id: string, session: ClientSession): Promise<boolean> {
    return (await this.model.deleteOne({ _id: id, organisationId: { $in: scope } }, { session })).deletedCount === 1;
  }

  /** For the sweeper: removes the oldest letters of all organisations, as if somebody had discarded them. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeOldest(this.model, before, { failedAt: { $lt: before } }, limit);
  }

  /** For the sweeper, which serves all organisations: which of these imports have letters. */
  async importsWithLetters(importIds: readonly string[]): Promise<Set<string>> {
    return new Set(await this.model.distinct('importId', { importId: { $in: importIds } }).exec());
  }

  /** The number of an organisation's events that a subscriber has given up on. */
  ofOrganisation(organisationId: string, event: EventName, subscriber: ServiceName): Promise<number> {
    return this.model.countDocuments({ organisationId, event, subscriber }).exec();
  }

  /** The number of events that a subscriber has given up on, in all organisations. */
  ofSubscriber(event: EventName, subscriber: ServiceName): Promise<number> {
    return this.model.countDocuments({ event, subscriber }).exec();
  }
}

function conditions(scope: DeadLetterScope, { importId }: DeadLetterQuery) {
  return { organisationId: { $in: scope }, ...(importId && { importId }) };
}
