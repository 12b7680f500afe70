import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { ImportListQuery, ImportStatus } from '#contracts';
import { FINISHED_IMPORT_STATUSES } from '#contracts';
import {
  importDefinition,
  importQueueDefinition,
  type ImportQueueRecord,
  type ImportRecord,
} from './import.schemas.js';
import type { AccountRef } from '../accounts/scope.js';

/** Imports and the order in which an account's imports apply. */
@Injectable()
export class ImportsRepository {
  constructor(
    @InjectModel(importDefinition.name) private readonly imports: Model<ImportRecord>,
    @InjectModel(importQueueDefinition.name) private readonly queues: Model<ImportQueueRecord>,
  ) {}

  async insert(record: ImportRecord): Promise<void> {
    await this.imports.create(record);
  }

  /** Removes an import that nobody was told of yet. */
  async takeBack(organisationId: string, importId: string): Promise<void> {
    await this.imports.deleteOne({ _id: importId, organisationId, status: 'uploaded' });
  }

  find(organisationId: string, importId: string): Promise<ImportRecord | null> {
    return this.imports.findOne({ _id: importId, organisationId }).lean<ImportRecord>().exec();
  }

  /** Newest first. One more than `limit` is read, so that the caller knows whether there is a next page. */
  list(organisationId: string, query: ImportListQuery): Promise<ImportRecord[]> {
    return this.imports
      .find({
        organisationId,
        ...(query.accountId && { accountId: query.accountId }),
        ...(query.status && { status: query.status }),
        ...(query.after && { _id: { $lt: query.after } }),
      })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<ImportRecord[]>()
      .exec();
  }

  count(organisationId: string, query: ImportListQuery): Promise<number> {
    return this.imports
      .countDocuments({
        organisationId,
        ...(query.accountId && { accountId: query.accountId }),
        ...(query.status && { status: query.status }),
      })
      .exec();
  }

  countOpen(organisationId: string): Promise<number> {
    return this.imports.countDocuments({ organisationId, status: { $nin: FINISHED_IMPORT_STATUSES } }).exec();
  }

  /**
   * Changes an import only while it is in one of the states `from`.
   * @returns the record after the change, or null when it is no longer (or not yet) in such a state
   */
  transition(
    organisationId: string,
    importId: string,
    from: readonly ImportStatus[],
    change: Partial<ImportRecord>,
  ): Promise<ImportRecord | null> {
    return this.imports
      .findOneAndUpdate(
        { _id: importId, organisationId, status: { $in: from } },
        { $set: { ...change, updatedAt: new Date() } },
        { returnDocument: 'after' },
      )
      .lean<ImportRecord>()
      .exec();
  }

  /**
   * For the sweeper alone, which serves all organisations: imports that should move by themselves and have not since
   * `before`, those first that have stood still longest.
   */
  findStale(before: Date, limit: number): Promise<ImportRecord[]> {
    return this.imports
      .find({
        updatedAt: { $lt: before },
        $or: [{ status: { $in: ['uploaded', 'checking', 'importing'] } }, { status: 'ready', 'options.start': 'auto' }],
      })
      .sort({ updatedAt: 1 })
      .limit(limit)
      .lean<ImportRecord[]>()
      .exec();
  }

  /** For the sweeper alone: these imports, of whatever organisation. */
  findAny(importIds: readonly string[]): Promise<ImportRecord[]> {
    return this.imports
      .find({ _id: { $in: importIds } })
      .lean<ImportRecord[]>()
      .exec();
  }

  /** For the sweeper alone: the queues of all accounts in which somebody stands. */
  async *allPlaces(): AsyncGenerator<ImportQueueRecord> {
    yield* this.queues
      .find({ 'importIds.0': { $exists: true } })
      .lean<ImportQueueRecord[]>()
      .cursor();
  }

  /** Takes a place at the end of the account's queue; taking it again keeps the first place. */
  async takePlace(account: AccountRef, importId: string): Promise<void> {
    await this.queues.updateOne({ _id: account.id }, { $addToSet: { importIds: importId } }, { upsert: true });
  }

  async leavePlace(account: AccountRef, importId: string): Promise<void> {
    await this.queues.updateOne({ _id: account.id }, { $pull: { importIds: importId } });
  }

  /** The account's started imports in the order in which they apply. */
  async places(account: AccountRef): Promise<string[]> {
    return (await this.queues.findOne({ _id: account.id }).lean())?.importIds ?? [];
  }
}
