import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection } from 'mongodb';
import { Model } from 'mongoose';
import { audienceDefinition, type AudienceRecord } from './audience.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** The campaigns service's view of contacts. It is made from events alone and never reads the contacts collection. */
@Injectable()
export class AudienceRepository {
  private readonly collection: Collection<AudienceRecord>;

  constructor(@InjectModel(audienceDefinition.name) model: Model<AudienceRecord>) {
    this.collection = model.collection as unknown as Collection<AudienceRecord>;
  }

  /**
   * Takes contacts over where the revision is newer than the known one; anything else is old news. So events may come
   * in any order and any number of times.
   */
  async apply(members: readonly AudienceRecord[]): Promise<void> {
    if (members.length === 0) return;
    const known = await this.collection
      .find({ _id: { $in: members.map(({ _id }) => _id) } })
      .project<Pick<AudienceRecord, '_id' | 'rev'>>({ rev: 1 })
      .toArray();
    const revisions = new Map(known.map(({ _id, rev }) => [_id, rev]));
    const fresh = members.filter(({ _id, rev }) => rev > (revisions.get(_id) ?? 0));
    const added = fresh.filter(({ _id }) => !revisions.has(_id));
    const changed = fresh.filter(({ _id }) => revisions.has(_id));
    if (added.length > 0) changed.push(...(await this.insert(added)));
    if (changed.length === 0) return;
    await this.collection.bulkWrite(
      changed.map(({ _id, ...fields }) => ({
        updateOne: { filter: { _id, rev: { $lt: fields.rev } }, update: { $set: fields } },
      })),
      { ordered: false },
    );
  }

  /** @returns those that somebody else added in the meantime */
  private async insert(members: AudienceRecord[]): Promise<AudienceRecord[]> {
    try {
      await this.collection.insertMany(members, { ordered: false });
      return [];
    } catch (error) {
      const failures = [(error as { writeErrors?: unknown }).writeErrors ?? []].flat() as {
        index: number;
        code: number;
      }[];
      if (failures.length === 0 || failures.some(({ code }) => code !== 11000)) throw error;
      return failures.map(({ index }) => members[index]!);
    }
  }

  /** Contacts known, those with a tag or value, and how many have each tag, most first. */
  async summary(
    account: AccountRef,
  ): Promise<{ contacts: number; reachable: number; tags: { tag: string; count: number }[] }> {
    const [contacts, reachable, tags] = await Promise.all([
      this.collection.countDocuments({ accountId: account.id }),
      this.collection.countDocuments({ accountId: account.id, 'facets.0': { $exists: true } }),
      this.collection
        .aggregate<{ tag: string; count: number }>([
          { $match: { accountId: account.id } },
          { $project: { tags: 1 } },
          { $unwind: '$tags' },
          { $group: { _id: '$tags', count: { $sum: 1 } } },
          { $project: { _id: 0, tag: '$_id', count: 1 } },
          { $sort: { count: -1, tag: 1 } },
        ])
        .toArray(),
    ]);
    return { contacts, reachable, tags };
  }
}
