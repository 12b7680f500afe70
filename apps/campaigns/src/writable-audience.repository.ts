import { Injectable } from '@nestjs/common';
import { AudienceRepository, duplicatesAmong, type AudienceRecord } from '#persistence';
import { InjectAudience } from '#persistence/owned/campaigns';
import type { Collection } from 'mongodb';
import type { Model } from 'mongoose';

/** The revision of a new contact. */
const FIRST_REVISION = 1;

/** Reads and writes the view of contacts. It is built from events only; the contacts collection is never read. */
@Injectable()
export class WritableAudienceRepository extends AudienceRepository {
  private readonly members: Collection<AudienceRecord>;

  constructor(@InjectAudience() model: Model<AudienceRecord>) {
    super(model);
    this.members = model.collection as unknown as Collection<AudienceRecord>;
  }

  /**
   * Applies contacts whose revision is newer than the known one, and ignores the others. So events may arrive in any
   * order and more than once.
   */
  async apply(members: readonly AudienceRecord[]): Promise<void> {
    const first = members.filter(({ rev }) => rev === FIRST_REVISION);
    const later = members.filter(({ rev }) => rev !== FIRST_REVISION);
    if (first.length > 0) {
      // A contact that already exists has the same revision or a newer one.
      await duplicatesAmong(first, () => this.members.insertMany(first, { ordered: false }));
    }
    // These have a newer revision in the view, or another process has just added them, perhaps with an older one.
    const met = await this.update(later, { upsert: true });
    await this.update(met, { upsert: false });
  }

  /** @returns the contacts that could not be added because they exist */
  private async update(members: readonly AudienceRecord[], how: { upsert: boolean }): Promise<AudienceRecord[]> {
    if (members.length === 0) return [];
    // A sharded cluster refuses an upsert that does not name account and phone (docs/scale.md).
    const operations = members.map(({ _id, accountId, phone, ...fields }) => ({
      updateOne: { filter: { _id, accountId, phone, rev: { $lt: fields.rev } }, update: { $set: fields }, ...how },
    }));
    return duplicatesAmong(members, () => this.members.bulkWrite(operations, { ordered: false }));
  }
}
