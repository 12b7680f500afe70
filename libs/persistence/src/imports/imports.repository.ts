import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { ImportCounts, ImportListQuery, ImportStatus } from '#contracts';
import { FINISHED_IMPORT_STATUSES } from '#contracts';
import {
  importDefinition,
  importQueueDefinition,
  type ImportQueueRecord,
  type ImportRecord,
} from './import.schemas.js';
import type { AccountRef } from '../accounts/scope.js';

export interface FinishedImport {
  accountId: string;
  finishedAt: Date;
  status: ImportStatus;
  counts: Pick<ImportCounts, 'created' | 'updated'>;
}

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

  /** What statistics tell of the imports that ended, those that ended first in front. */
  async *finished(organisationId: string, accountId?: string): AsyncGenerator<FinishedImport> {
    yield* this.imports
      .find({ organisationId, finishedAt: { $ne: null }, ...(accountId && { accountId }) })
      .select({ _id: 0, accountId: 1, finishedAt: 1, status: 1, 'counts.created': 1, 'counts.updated': 1 })
      .sort({ finishedAt: 1 })
      .lean<FinishedImport[]>()
      .cursor();
  }

  countOpen(organisationId: string): Promise<number> {
    return this.imports.countDocuments({ organisationId, status: { $nin: FINISHED_IMPORT_STATUSES } }).exec();
  }

  /**
   * Changes an import only while it is in one of the states `from`, and notes when it enters another.
   * @param condition what must hold besides
   * @returns the record after the change, or null when it is no longer (or not yet) in such a state
   */
  transition(
    organisationId: string,
    importId: string,
    from: readonly ImportStatus[],
    change: Partial<ImportRecord>,
    condition: Partial<Pick<ImportRecord, 'cancelRequested'>> = {},
  ): Promise<ImportRecord | null> {
    const now = new Date();
    return this.imports
      .findOneAndUpdate(
        { ...condition, _id: importId, organisationId, status: { $in: from } },
        {
          $set: { ...change, updatedAt: now },
          ...(change.status && { $push: { history: { status: change.status, at: now } } }),
        },
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
