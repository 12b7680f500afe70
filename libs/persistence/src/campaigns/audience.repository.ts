import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { STANDINGS, type Standing } from '#contact-rules';
import type { Conditions } from '#contracts';
import type { Collection, Filter } from 'mongodb';
import { Model } from 'mongoose';
import { contactQuery, idsOfAccount } from '../contacts/contact-query.js';
import { audienceDefinition, type AudienceRecord } from './audience.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** Reads the campaigns service's view of contacts. */
@Injectable()
export class AudienceRepository {
  private readonly collection: Collection<AudienceRecord>;

  constructor(@InjectModel(audienceDefinition.name) model: Model<AudienceRecord>) {
    this.collection = model.collection as unknown as Collection<AudienceRecord>;
  }

  /** The number of contacts in a segment, by standing. */
  async standings(account: AccountRef, segment: Conditions): Promise<Record<Standing, number>> {
    const counts = await Promise.all(
      STANDINGS.map((standing) => this.collection.countDocuments(segmentQuery(account, standing, segment))),
    );
    return { reachable: counts[0]!, no_tag_or_value: counts[1]!, unusable_number: counts[2]! };
  }

  /** How many contacts a segment reaches. */
  reachable(account: AccountRef, segment: Conditions): Promise<number> {
    return this.collection.countDocuments(segmentQuery(account, 'reachable', segment));
  }

  /**
   * The phones that a segment reaches, sorted, in batches. A phone never changes its position, so each is returned at
   * most once, and none that is reachable the whole time is missing.
   * @param afterPhone the phone to continue after; empty: start with the first
   */
  async *phones(
    account: AccountRef,
    segment: Conditions,
    { afterPhone, batchSize }: { afterPhone: string; batchSize: number },
  ): AsyncGenerator<string[]> {
    const query = segmentQuery(account, 'reachable', segment);
    const cursor = this.collection
      .find(afterPhone === '' ? query : { $and: [query, { _id: { $gt: `${account.id}/${afterPhone}` } }] })
      .project<Pick<AudienceRecord, 'phone'>>({ _id: 0, phone: 1 })
      .sort({ _id: 1 })
      .batchSize(batchSize);
    try {
      let batch: string[] = [];
      for await (const { phone } of cursor) {
        batch.push(phone);
        if (batch.length < batchSize) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    } finally {
      await cursor.close();
    }
  }

  /** The number of contacts of an account by standing, and the number with each tag, largest first. */
  async summary(
    account: AccountRef,
  ): Promise<{ standings: Record<Standing, number>; tags: { tag: string; count: number }[] }> {
    // By id, because an index on facets has an entry for each facet of a contact.
    const ofAccount: Filter<AudienceRecord> = { _id: idsOfAccount(account) };
    const [standings, tags] = await Promise.all([
      this.collection
        .aggregate<{ _id: Standing; count: number }>([
          { $match: ofAccount },
          { $group: { _id: '$standing', count: { $sum: 1 } } },
        ])
        .toArray(),
      this.collection
        .aggregate<{ tag: string; count: number }>([
          { $match: ofAccount },
          { $project: { tags: 1 } },
          { $unwind: '$tags' },
          { $group: { _id: '$tags', count: { $sum: 1 } } },
          { $project: { _id: 0, tag: '$_id', count: 1 } },
          { $sort: { count: -1, tag: 1 } },
        ])
        .toArray(),
    ]);
    const none: Record<Standing, number> = { reachable: 0, no_tag_or_value: 0, unusable_number: 0 };
    return { standings: { ...none, ...Object.fromEntries(standings.map(({ _id, count }) => [_id, count])) }, tags };
  }
}

function segmentQuery(account: AccountRef, standing: Standing, segment: Conditions): Filter<AudienceRecord> {
  return { $and: [{ accountId: account.id, standing }, contactQuery<AudienceRecord>(account, segment)] };
}
