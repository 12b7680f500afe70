import { Injectable } from '@nestjs/common';
import { ContactsRepository, duplicatesAmong, type ContactRecord } from '#persistence';
import { InjectContacts } from '#persistence/owned/contacts';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Model } from 'mongoose';

/** A contact to write. `readRev` is the revision that was read; null for a new contact. */
interface ContactWrite {
  readRev: number | null;
  record: ContactRecord;
}

/** Reads and writes contacts. There is no method to delete one, because contacts are never deleted. */
@Injectable()
export class WritableContactsRepository extends ContactsRepository {
  private readonly contacts: Collection<ContactRecord>;

  constructor(@InjectContacts() model: Model<ContactRecord>) {
    super(model);
    this.contacts = model.collection as unknown as Collection<ContactRecord>;
  }

  /**
   * Writes new contacts, and changed ones if their revision is still the one that was read.
   * @returns the writes that lost a race; the caller reads those contacts and merges again
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
   * MongoDB only counts the updates that matched nothing; it does not say which. With `upsert`, such an update tries to
   * insert its document, and the error about the existing one identifies it. Reading the contacts afterwards would not
   * help: a write that won and was then overwritten looks like one that lost.
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
