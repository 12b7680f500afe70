import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { ReplayListQuery, ReplayStatus, ServiceName } from '#contracts';
import type { AccountRef } from '../accounts/scope.js';
import { replayDefinition, type ReplayRecord } from './replay.schema.js';

/** Replays: one subscriber is told again of every contact of an account. */
@Injectable()
export class ReplaysRepository {
  constructor(@InjectModel(replayDefinition.name) private readonly model: Model<ReplayRecord>) {}

  async insert(record: ReplayRecord): Promise<void> {
    await this.model.create(record);
  }

  find(organisationId: string, replayId: string): Promise<ReplayRecord | null> {
    return this.model.findOne({ _id: replayId, organisationId }).lean<ReplayRecord>().exec();
  }

  /** A replay of the account to this subscriber that has not ended. */
  findOpen({ id, organisationId }: AccountRef, to: ServiceName): Promise<ReplayRecord | null> {
    return this.model
      .findOne({ organisationId, accountId: id, to, status: { $in: ['queued', 'running'] } })
      .lean<ReplayRecord>()
      .exec();
  }

  /** Newest first; one more than `limit`, so that the caller knows whether there is a next page. */
  list(organisationId: string, query: ReplayListQuery): Promise<ReplayRecord[]> {
    return this.model
      .find({
        organisationId,
        ...(query.accountId && { accountId: query.accountId }),
        ...(query.after && { _id: { $lt: query.after } }),
      })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<ReplayRecord[]>()
      .exec();
  }

  count(organisationId: string, accountId?: string): Promise<number> {
    return this.model.countDocuments({ organisationId, ...(accountId && { accountId }) }).exec();
  }

  /**
   * Changes a replay only while it is in one of the states `from` and, where `afterPhone` is given, has not moved.
   * @returns the record after the change, or null: somebody else was faster
   */
  transition(
    organisationId: string,
    replayId: string,
    from: readonly ReplayStatus[],
    change: Partial<ReplayRecord>,
    afterPhone?: string,
  ): Promise<ReplayRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id: replayId, organisationId, status: { $in: from }, ...(afterPhone !== undefined && { afterPhone }) },
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after' },
      )
      .lean<ReplayRecord>()
      .exec();
  }

  /** For the sweeper alone: replays that should be under way and have not moved since `before`. */
  findStale(before: Date, limit: number): Promise<ReplayRecord[]> {
    return this.model
      .find({ status: { $in: ['queued', 'running'] }, updatedAt: { $lt: before } })
      .limit(limit)
      .lean<ReplayRecord[]>()
      .exec();
  }
}
