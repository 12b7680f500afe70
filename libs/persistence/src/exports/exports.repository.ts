import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { Export } from '#contracts';
import { exportDefinition, type ExportRecord } from './export.schema.js';

/** Exports: one file made from one filter. */
@Injectable()
export class ExportsRepository {
  constructor(@InjectModel(exportDefinition.name) private readonly model: Model<ExportRecord>) {}

  async insert(record: ExportRecord): Promise<void> {
    await this.model.create(record);
  }

  find(organisationId: string, exportId: string): Promise<ExportRecord | null> {
    return this.model.findOne({ _id: exportId, organisationId }).lean<ExportRecord>().exec();
  }

  /** Newest first; one more than `limit`, so that the caller knows whether there is a next page. */
  list(
    organisationId: string,
    query: { accountId?: string | undefined; after?: string | undefined; limit: number },
  ): Promise<ExportRecord[]> {
    return this.model
      .find({
        organisationId,
        ...(query.accountId && { accountId: query.accountId }),
        ...(query.after && { _id: { $lt: query.after } }),
      })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<ExportRecord[]>()
      .exec();
  }

  count(organisationId: string, accountId?: string): Promise<number> {
    return this.model.countDocuments({ organisationId, ...(accountId && { accountId }) }).exec();
  }

  /** Changes an export only while it is in one of the states `from`; null when it is not. */
  transition(
    organisationId: string,
    exportId: string,
    from: readonly Export['status'][],
    change: Partial<ExportRecord>,
  ): Promise<ExportRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id: exportId, organisationId, status: { $in: from } },
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after' },
      )
      .lean<ExportRecord>()
      .exec();
  }

  /** For the sweeper alone: exports that should be under way and have not moved since `before`. */
  findStale(before: Date, limit: number): Promise<ExportRecord[]> {
    return this.model
      .find({ status: { $in: ['queued', 'running'] }, updatedAt: { $lt: before } })
      .limit(limit)
      .lean<ExportRecord[]>()
      .exec();
  }

  /** For the sweeper alone: exports whose time is over. */
  findExpired(now: Date, limit: number): Promise<ExportRecord[]> {
    return this.model
      .find({ expiresAt: { $lt: now } })
      .limit(limit)
      .lean<ExportRecord[]>()
      .exec();
  }

  /** Removes an expired export's record, after its object. Contacts have no such method. */
  async remove(organisationId: string, exportId: string): Promise<void> {
    await this.model.deleteOne({ _id: exportId, organisationId });
  }
}
