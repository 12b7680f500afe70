import { Injectable } from '@nestjs/common';
import {
  ContactChangesRepository,
  removeInOrder,
  changesOf,
  type AccountRef,
  type ContactChangeRecord,
} from '#persistence';
import { InjectContactChanges } from '#persistence/owned/contacts';
import type { ClientSession } from 'mongodb';
import type { Model } from 'mongoose';

/** Stores how contacts change, and removes it when it was kept long enough. */
@Injectable()
export class WritableContactChangesRepository extends ContactChangesRepository {
  constructor(@InjectContactChanges() model: Model<ContactChangeRecord>) {
    super(model);
  }

  /** Call it in the transaction that writes the contacts. */
  async insert(records: readonly ContactChangeRecord[], session: ClientSession): Promise<void> {
    if (records.length > 0) await this.collection.insertMany(records, { session });
  }

  /** Removes all that contacts were before, in the transaction that erases them. */
  async removeOf(account: AccountRef, phones: readonly string[], session: ClientSession): Promise<void> {
    for (const phone of phones) await this.collection.deleteMany(changesOf(account, phone), { session });
  }

  /** For the sweeper: removes the oldest changes of all organisations. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeInOrder(this.model, { at: { $lt: before } }, { at: 1, _id: 1 }, limit);
  }
}
