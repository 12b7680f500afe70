import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { TagChangeListQuery, TagChangeStatus } from '#contracts';
import { tagChangeDefinition, type TagChangeRecord } from './tag-change.schema.js';

/** Tag changes: tags added to and removed from all contacts that a filter finds. */
@Injectable()
export class TagChangesRepository {
  constructor(@InjectModel(tagChangeDefinition.name) private readonly model: Model<TagChangeRecord>) {}

  async insert(record: TagChangeRecord): Promise<void> {
    await this.model.create(record);
  }

  find(organisationId: string, tagChangeId: string): Promise<TagChangeRecord | null> {
    return this.model.findOne({ _id: tagChangeId, organisationId }).lean<TagChangeRecord>().exec();
  }

  /** Newest first; one more than `limit`, so that the caller knows whether there is a next page. */
  list(organisationId: string, query: TagChangeListQuery): Promise<TagChangeRecord[]> {
    return this.model
      .find({
        organisationId,
        ...(query.accountId && { accountId: query.accountId }),
        ...(query.after && { _id: { $lt: query.after } }),
      })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<TagChangeRecord[]>()
      .exec();
  }

  count(organisationId: string, accountId?: string): Promise<number> {
    return this.model.countDocuments({ organisationId, ...(accountId && { accountId }) }).exec();
  }

  /**
   * Changes a tag change only while it is in one of the states `from` and, where `afterPhone` is given, has not moved.
   * @returns the record after the change, or null: somebody else was faster
   */
  transition(
    organisationId: string,
    tagChangeId: string,
    from: readonly TagChangeStatus[],
    change: Partial<TagChangeRecord>,
    afterPhone?: string,
  ): Promise<TagChangeRecord | null> {
    return this.model
      .findOneAndUpdate(
        {
          _id: tagChangeId,
          organisationId,
          status: { $in: from },
          ...(afterPhone !== undefined && { afterPhone }),
        },
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after' },
      )
      .lean<TagChangeRecord>()
      .exec();
  }

  /** For the sweeper alone: tag changes that should be under way and have not moved since `before`. */
  findStale(before: Date, limit: number): Promise<TagChangeRecord[]> {
    return this.model
      .find({ status: { $in: ['queued', 'running'] }, updatedAt: { $lt: before } })
      .limit(limit)
      .lean<TagChangeRecord[]>()
      .exec();
  }
}
