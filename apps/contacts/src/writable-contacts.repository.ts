import { Injectable } from '@nestjs/common';
import { ContactsRepository, duplicatesAmong, type ContactRecord } from '#persistence';
import { InjectContacts } from '#persistence/owned/contacts';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Model } from 'mongoose';

/** A contact to be written: `readRev` is the revision that was read, null for a new contact. */
interface ContactWrite {
  readRev: number | null;
  record: ContactRecord;
}

/** Contacts, to be read and written. There is no method that deletes: a contact is never deleted. */
@Injectable()
export class WritableContactsRepository extends ContactsRepository {
  private readonly contacts: Collection<ContactRecord>;

  constructor(@InjectContacts() model: Model<ContactRecord>) {
    super(model);
    this.contacts = model.collection as unknown as Collection<ContactRecord>;
  }

  /**
   * Writes new contacts, and changed ones on condition that their revision is still the one that was read.
   * @returns the writes that lost a race: read those contacts and merge again
   */
  async write(writes: readonly ContactWrite[]): Promise<ContactWrite[]> {
    const created = writes.filter((write) => write.readRev === null);
    const changed = writes.filter((write) => write.readRev !== null);
    return [...(await this.insert(created)), ...(await this.replace(changed))];
  }

  private async insert(writes: ContactWrite[]): Promise<ContactWrite[]> {
    if (writes.length === 0) return [];
    const records = writes.map(({ record }) => record);
    return duplicatesAmong(writes, () => this.contacts.insertMany(records, { ordered: false }));
  }

  /**
   * MongoDB counts the updates that matched nothing, and does not say which. With `upsert` they try to insert their
   * document instead and meet the one that is there, an error that does say. Looking afterwards would not do: who won
   * and was overwritten since looks like one who lost.
   */
  private async replace(writes: ContactWrite[]): Promise<ContactWrite[]> {
    if (writes.length === 0) return [];
    const operations: AnyBulkWriteOperation<ContactRecord>[] = writes.map(({ readRev, record }) => {
      const { _id, ...fields } = record;
      return { updateOne: { filter: { _id, rev: readRev! }, update: { $set: fields }, upsert: true } };
    });
    return duplicatesAmong(writes, () => this.contacts.bulkWrite(operations, { ordered: false }));
  }
}
