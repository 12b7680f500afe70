import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { SegmentListQuery } from '#contracts';
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

  find(organisationId: string, segmentId: string): Promise<SegmentRecord | null> {
    return this.model.findOne({ _id: segmentId, organisationId }).lean<SegmentRecord>().exec();
  }

  /** Oldest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(organisationId: string, { accountId, after, limit }: SegmentListQuery): Promise<SegmentRecord[]> {
    return this.model
      .find({ ...usableFor(organisationId, accountId), ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean<SegmentRecord[]>()
      .exec();
  }

  count(organisationId: string, accountId?: string): Promise<number> {
    return this.model.countDocuments(usableFor(organisationId, accountId)).exec();
  }

  /**
   * Reads a segment whose conditions the transaction copies. Of it and another transaction that changes or removes the
   * segment, the second one runs again after the first.
   */
  take(organisationId: string, segmentId: string, session: ClientSession): Promise<SegmentRecord | null> {
    return this.update({ _id: segmentId, organisationId }, { $inc: { turns: 1 } }, session);
  }

  /**
   * @returns the record after the change, or null when the segment does not exist
   * @throws a duplicate key when the organisation has another segment with this name
   */
  change(
    organisationId: string,
    segmentId: string,
    change: Partial<SegmentRecord>,
    session: ClientSession,
  ): Promise<SegmentRecord | null> {
    return this.update({ _id: segmentId, organisationId }, { $set: change }, session);
  }

  /** @returns the record after it, or null when the segment was changed since it was read */
  noteCount(
    { _id, organisationId, updatedAt }: SegmentRecord,
    counted: SegmentRecord['counted'],
  ): Promise<SegmentRecord | null> {
    return this.update({ _id, organisationId, updatedAt }, { $set: { counted } });
  }

  /** @returns whether the segment existed */
  async remove(organisationId: string, segmentId: string, session: ClientSession): Promise<boolean> {
    return (await this.model.deleteOne({ _id: segmentId, organisationId }, { session })).deletedCount === 1;
  }

  private update(
    filter: { _id: string; organisationId: string; updatedAt?: Date },
    change: { $set: Partial<SegmentRecord> } | { $inc: { turns: number } },
    session?: ClientSession,
  ): Promise<SegmentRecord | null> {
    return this.model
      .findOneAndUpdate(filter, change, { returnDocument: 'after', session })
      .lean<SegmentRecord>()
      .exec();
  }
}

/** The segments of an account and those of all accounts; without an account, every segment. */
function usableFor(organisationId: string, accountId: string | undefined) {
  return { organisationId, ...(accountId && { accountId: { $in: [accountId, null] } }) };
}
