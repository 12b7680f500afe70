import { Injectable } from '@nestjs/common';
import { optOutId, OptOutsRepository, type OptOutRecord } from '#persistence';
import { InjectOptOuts } from '#persistence/owned/contacts';
import type { ClientSession } from 'mongodb';
import type { Model } from 'mongoose';

/** Reads and writes which phone numbers must not be contacted. */
@Injectable()
export class WritableOptOutsRepository extends OptOutsRepository {
  constructor(@InjectOptOuts() model: Model<OptOutRecord>) {
    super(model);
  }

  /** Stores marks, in the transaction of the contacts. */
  async store(records: readonly OptOutRecord[], session: ClientSession): Promise<void> {
    if (records.length === 0) return;
    const operations = records.map(({ _id, organisationId, ...fields }) => ({
      updateOne: { filter: { _id, organisationId }, update: { $set: fields }, upsert: true },
    }));
    await this.collection.bulkWrite(operations, { session });
  }

  /** What holds for all accounts of an organisation about these phones, by phone; also marks that were taken off. */
  async ofAllAccounts(
    organisationId: string,
    phones: readonly string[],
    session?: ClientSession,
  ): Promise<Map<string, OptOutRecord>> {
    const ids = phones.map((phone) => optOutId(organisationId, phone));
    const records = await this.collection.find({ _id: { $in: ids }, organisationId }, { session }).toArray();
    return new Map(records.map((record) => [record.phone, record]));
  }

  /** For the sweeper: those of all organisations with which contacts are to be compared, the longest due first. */
  due(now: Date, limit: number): Promise<OptOutRecord[]> {
    return this.collection
      .find({ due: { $lte: now } })
      .sort({ due: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Sets when contacts are compared with it next, unless the mark has changed since it was read. */
  async setDue({ _id, organisationId, changedAt }: OptOutRecord, due: Date | null): Promise<void> {
    await this.collection.updateOne({ _id, organisationId, changedAt }, { $set: { due } });
  }
}
