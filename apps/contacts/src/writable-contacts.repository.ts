import { Injectable } from '@nestjs/common';
import { ContactsRepository, type AccountRef, type ContactRecord } from '#persistence';
import { InjectContacts } from '#persistence/owned/contacts';
import type { AnyBulkWriteOperation, ClientSession, Collection } from 'mongodb';
import type { Model } from 'mongoose';

/** Reads and writes contacts. There is no method to delete one, because contacts are never deleted. */
@Injectable()
export class WritableContactsRepository extends ContactsRepository {
  private readonly contacts: Collection<ContactRecord>;

  constructor(@InjectContacts() model: Model<ContactRecord>) {
    super(model);
    this.contacts = model.collection as unknown as Collection<ContactRecord>;
  }

  /**
   * Writes contacts that were read in the transaction. If somebody else has changed one of them since, MongoDB aborts
   * the transaction. So no condition on the revision is needed.
   */
  async write(account: AccountRef, records: readonly ContactRecord[], session: ClientSession): Promise<void> {
    const created = records.filter(({ rev }) => rev === 1);
    if (created.length > 0) await this.contacts.insertMany(created, { session });
    const changed = records.filter(({ rev }) => rev > 1);
    if (changed.length === 0) return;
    const operations = changed.map(({ _id, accountId, phone, ...fields }): AnyBulkWriteOperation<ContactRecord> => {
      return { updateOne: { filter: { _id, accountId, phone }, update: { $set: fields } } };
    });
    await this.contacts.bulkWrite(operations, { session });
  }
}
