import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { importQueueDefinition, type ImportQueueRecord } from './import.schemas.js';
import type { AccountRef } from '../accounts/scope.js';

/**
 * Imports into one account are applied one after another. Each account has a queue, and the first import in it runs.
 */
@Injectable()
export class ImportTurnsRepository {
  constructor(@InjectModel(importQueueDefinition.name) private readonly queues: Model<ImportQueueRecord>) {}

  /**
   * Adds the import to the end of the account's queue. If it is already there, it keeps its place.
   * @returns whether it is first
   */
  async enter(account: AccountRef, importId: string, session?: ClientSession): Promise<boolean> {
    const queue = await this.queues
      .findOneAndUpdate(
        { _id: account.id },
        { $addToSet: { importIds: importId } },
        { upsert: true, returnDocument: 'after', session },
      )
      .lean<ImportQueueRecord>()
      .orFail();
    return queue.importIds[0] === importId;
  }

  async leave(account: AccountRef, importId: string): Promise<void> {
    await this.queues.updateOne({ _id: account.id }, { $pull: { importIds: importId } });
  }

  /** The imports in the account's queue, in order. */
  async inOrder(account: AccountRef): Promise<string[]> {
    return (await this.queues.findOne({ _id: account.id }).lean())?.importIds ?? [];
  }

  /** For the metrics of all organisations: the imports in the queues of these accounts, in order. */
  async ofAccounts(accountIds: readonly string[]): Promise<Map<string, string[]>> {
    const queues = await this.queues.find({ _id: { $in: accountIds } }).lean<ImportQueueRecord[]>();
    return new Map(queues.map(({ _id, importIds }) => [_id, importIds]));
  }

  /** For the sweeper: the queues of all accounts that are not empty. */
  async *all(): AsyncGenerator<ImportQueueRecord> {
    yield* this.queues
      .find({ 'importIds.0': { $exists: true } })
      .lean<ImportQueueRecord[]>()
      .cursor();
  }
}
