import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { inScope, type AccountScope } from '../accounts/scope.js';
import { removeOldest } from '../remove-oldest.js';
import { uploadDefinition, type UploadRecord } from './upload.schema.js';

/** What a request adds to an upload. */
export type UploadAdvance = Pick<UploadRecord, 'offset'> &
  Partial<Pick<UploadRecord, 'partsId' | 'parts' | 'restKey' | 'importId'>>;

/** Files that arrive over several requests, by organisation. */
@Injectable()
export class UploadsRepository {
  constructor(@InjectModel(uploadDefinition.name) private readonly model: Model<UploadRecord>) {}

  async insert(record: UploadRecord): Promise<void> {
    await this.model.create([record]);
  }

  /** @param since uploads that began before count as gone */
  find(scope: AccountScope, id: string, since: Date): Promise<UploadRecord | null> {
    return this.model
      .findOne({ _id: id, ...inScope(scope), createdAt: { $gte: since } })
      .lean<UploadRecord>()
      .exec();
  }

  /** How many uploads have no import yet. */
  countOpen(organisationId: string, since: Date): Promise<number> {
    return this.model.countDocuments({ organisationId, importId: null, createdAt: { $gte: since } }).exec();
  }

  /** The uploads that have no import yet. */
  listOpen(organisationId: string, since: Date): Promise<UploadRecord[]> {
    return this.model
      .find({ organisationId, importId: null, createdAt: { $gte: since } })
      .lean<UploadRecord[]>()
      .exec();
  }

  /**
   * Adds to an upload unless somebody else has since it was read. So no two requests, of whatever processes, both have
   * their bytes counted, and none needs a lock.
   * @returns the upload now; null if somebody else was faster, or it is gone
   */
  advance(
    { _id, organisationId, offset }: UploadRecord,
    change: UploadAdvance,
    session?: ClientSession,
  ): Promise<UploadRecord | null> {
    return this.model
      .findOneAndUpdate(
        { _id, organisationId, offset, importId: null },
        { $set: change },
        { returnDocument: 'after', ...(session && { session }) },
      )
      .lean<UploadRecord>()
      .exec();
  }

  async remove(organisationId: string, id: string): Promise<void> {
    await this.model.deleteOne({ _id: id, organisationId });
  }

  /** For the sweeper: removes the oldest uploads of all organisations. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeOldest(this.model, before, {}, limit);
  }
}
