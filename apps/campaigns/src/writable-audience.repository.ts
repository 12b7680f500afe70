import { Injectable } from '@nestjs/common';
import { AudienceRepository, duplicatesAmong, type AudienceRecord } from '#persistence';
import { InjectAudience } from '#persistence/owned/campaigns';
import type { Collection } from 'mongodb';
import type { Model } from 'mongoose';

/** A contact that is new comes with it. */
const FIRST_REVISION = 1;

/** The view of contacts, to be read and written. It is made from events alone and never reads the contacts collection. */
@Injectable()
export class WritableAudienceRepository extends AudienceRepository {
  private readonly members: Collection<AudienceRecord>;

  constructor(@InjectAudience() model: Model<AudienceRecord>) {
    super(model);
    this.members = model.collection as unknown as Collection<AudienceRecord>;
  }

  /**
   * Takes contacts over where the revision is newer than the known one; anything else is old news. So events may come
   * in any order and any number of times.
   */
  async apply(members: readonly AudienceRecord[]): Promise<void> {
    const first = members.filter(({ rev }) => rev === FIRST_REVISION);
    const later = members.filter(({ rev }) => rev !== FIRST_REVISION);
    if (first.length > 0) {
      // Whoever is there already is not older.
      await duplicatesAmong(first, () => this.members.insertMany(first, { ordered: false }));
    }
    // Those that know a newer one, and those that somebody else has just added, perhaps with an older one.
    const met = await this.update(later, { upsert: true });
    await this.update(met, { upsert: false });
  }

  /** @returns those that were to be added and are there */
  private async update(members: readonly AudienceRecord[], how: { upsert: boolean }): Promise<AudienceRecord[]> {
    if (members.length === 0) return [];
    const operations = members.map(({ _id, ...fields }) => ({
      updateOne: { filter: { _id, rev: { $lt: fields.rev } }, update: { $set: fields }, ...how },
    }));
    return duplicatesAmong(members, () => this.members.bulkWrite(operations, { ordered: false }));
  }
}
