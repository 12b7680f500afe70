import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { importQueueDefinition, type ImportQueueRecord } from './import.schemas.js';
import type { AccountRef } from '../accounts/scope.js';

/** Imports into one account apply one after another. Each enters the account's queue, and it is the turn of the first. */
@Injectable()
export class ImportTurnsRepository {
  constructor(@InjectModel(importQueueDefinition.name) private readonly queues: Model<ImportQueueRecord>) {}

  /**
   * Enters the account's queue at its end. Entering again keeps the first place.
   * @returns whether it is the turn of this import
   */
  async enter(account: AccountRef, importId: string): Promise<boolean> {
    const queue = await this.queues
      .findOneAndUpdate(
        { _id: account.id },
        { $addToSet: { importIds: importId } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<ImportQueueRecord>()
      .orFail();
    return queue.importIds[0] === importId;
  }

  async isMine(account: AccountRef, importId: string): Promise<boolean> {
    return (await this.inOrder(account))[0] === importId;
  }

  async leave(account: AccountRef, importId: string): Promise<void> {
    await this.queues.updateOne({ _id: account.id }, { $pull: { importIds: importId } });
  }

  /** The imports in the account's queue, in the order in which they apply. */
  async inOrder(account: AccountRef): Promise<string[]> {
    return (await this.queues.findOne({ _id: account.id }).lean())?.importIds ?? [];
  }

  /** For the sweeper alone: the queues of all accounts that are not empty. */
  async *all(): AsyncGenerator<ImportQueueRecord> {
    yield* this.queues
      .find({ 'importIds.0': { $exists: true } })
      .lean<ImportQueueRecord[]>()
      .cursor();
  }
}
