import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model, type QueryFilter } from 'mongoose';
import type { SegmentListQuery } from '#contracts';
import { inScope, type AccountScope } from '../accounts/scope.js';
import { segmentDefinition, type SegmentRecord } from './segment.schema.js';

/** Saved segments: conditions with a name. */
@Injectable()
export class SegmentsRepository {
  constructor(@InjectModel(segmentDefinition.name) private readonly model: Model<SegmentRecord>) {}

  /** @throws a duplicate key when the organisation has a segment with this name */
  async insert(record: SegmentRecord, session: ClientSession): Promise<SegmentRecord> {
    await this.model.create([record], { session });
    return record;
  }

  find(scope: AccountScope, segmentId: string): Promise<SegmentRecord | null> {
    return this.model
      .findOne({ _id: segmentId, ...usableIn(scope) })
      .lean<SegmentRecord>()
      .exec();
  }

  /** Oldest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(scope: AccountScope, { accountId, after, limit }: SegmentListQuery): Promise<SegmentRecord[]> {
    return this.model
      .find({ ...usableIn(scope, accountId), ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean<SegmentRecord[]>()
      .exec();
  }

  count(scope: AccountScope, accountId?: string): Promise<number> {
    return this.model.countDocuments(usableIn(scope, accountId)).exec();
  }

  /**
   * Reads a segment whose conditions the transaction copies. Of it and another transaction that changes or removes the
   * segment, the second one runs again after the first.
   */
  take(scope: AccountScope, segmentId: string, session: ClientSession): Promise<SegmentRecord | null> {
    return this.update({ _id: segmentId, ...usableIn(scope) }, { $inc: { turns: 1 } }, session);
  }

  /**
   * @returns the record after the change, or null when the segment does not exist
   * @throws a duplicate key when the organisation has another segment with this name
   */
  change(
    scope: AccountScope,
    segmentId: string,
    change: Partial<SegmentRecord>,
    session: ClientSession,
  ): Promise<SegmentRecord | null> {
    return this.update({ _id: segmentId, ...inScope(scope) }, { $set: change }, session);
  }

  /** @returns the record after it, or null when the segment was changed since it was read */
  noteCount(
    { _id, organisationId, updatedAt }: SegmentRecord,
    counted: SegmentRecord['counted'],
  ): Promise<SegmentRecord | null> {
    return this.update({ _id, organisationId, updatedAt }, { $set: { counted } });
  }

  /** @returns whether the segment existed */
  async remove(scope: AccountScope, segmentId: string, session: ClientSession): Promise<boolean> {
    return (await this.model.deleteOne({ _id: segmentId, ...inScope(scope) }, { session })).deletedCount === 1;
  }

  private update(
    filter: QueryFilter<SegmentRecord>,
    change: { $set: Partial<SegmentRecord> } | { $inc: { turns: number } },
    session?: ClientSession,
  ): Promise<SegmentRecord | null> {
    return this.model
      .findOneAndUpdate(filter, change, { returnDocument: 'after', session })
      .lean<SegmentRecord>()
      .exec();
  }
}

/** The segments of an account, or of all accounts of the scope, and those of the whole organisation. */
function usableIn(scope: AccountScope, accountId?: string) {
  const { organisationId } = scope;
  const own = inScope(scope, accountId);
  return 'accountId' in own ? { organisationId, $or: [own, { accountId: null }] } : own;
}
