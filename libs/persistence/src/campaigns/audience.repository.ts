import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { facetForTag, STANDINGS, type Standing } from '#contact-rules';
import { conditionsSchema, type Conditions } from '#contracts';
import type { Collection, Filter } from 'mongodb';
import { Model } from 'mongoose';
import { idsOfAccount } from '../contacts/contact-query.js';
import { commonestFirst, FIRST_DIGITS, SAMPLE } from '../contacts/facets.repository.js';
import { prefixFilter } from '../contacts/prefix-filter.js';
import { SelectiveQueries } from '../contacts/selective-queries.js';
import { inBatches } from '../in-batches.js';
import { audienceDefinition, type AudienceRecord } from './audience.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** How many tags the summary of an account names. */
const LARGEST_TAGS = 50;

/** The standings of contacts that may have facets. */
export const HAVE_FACETS: readonly Standing[] = ['reachable', 'unusable_number', 'opted_out', 'taken_back'];

/** Reads the campaigns service's view of contacts. */
@Injectable()
export class AudienceRepository {
  private readonly collection: Collection<AudienceRecord>;
  private readonly queries: SelectiveQueries<AudienceRecord>;

  constructor(@InjectModel(audienceDefinition.name) model: Model<AudienceRecord>) {
    this.collection = model.collection as unknown as Collection<AudienceRecord>;
    this.queries = new SelectiveQueries(this.collection, { standing: 'reachable' });
  }

  /** The number of contacts in a segment, by standing. */
  async standings(account: AccountRef, segment: Conditions): Promise<Record<Standing, number>> {
    const counted = STANDINGS.map(
      async (standing) => [standing, await this.count(account, standing, segment)] as const,
    );
    return Object.fromEntries(await Promise.all(counted)) as Record<Standing, number>;
  }

  /** How many contacts a segment reaches. */
  reachable(account: AccountRef, segment: Conditions): Promise<number> {
    return this.count(account, 'reachable', segment);
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
    const query = await this.segmentQuery(account, 'reachable', segment);
    const cursor = this.collection
      .find({ $and: [query, { _id: idsOfAccount(account, afterPhone) }] })
      .project<Pick<AudienceRecord, 'phone'>>({ _id: 0, phone: 1 })
      .sort({ _id: 1 })
      .batchSize(batchSize);
    for await (const batch of inBatches(cursor, batchSize)) yield batch.map(({ phone }) => phone);
  }

  /**
   * The number of contacts of an account by standing, and of those with each of its largest tags, largest first. The
   * largest tags are the most frequent ones in samples from the whole account.
   */
  async summary(
    account: AccountRef,
  ): Promise<{ standings: Record<Standing, number>; tags: { tag: string; count: number }[] }> {
    const samples = await Promise.all(
      FIRST_DIGITS.map((digit) =>
        this.collection
          .find({ _id: prefixFilter(`${account.id}/${digit}`) })
          .limit(SAMPLE)
          .project<Pick<AudienceRecord, 'tags'>>({ _id: 0, tags: 1 })
          .toArray(),
      ),
    );
    const largest = commonestFirst(samples.flat().flatMap(({ tags }) => tags)).slice(0, LARGEST_TAGS);
    const tags: { tag: string; count: number }[] = [];
    for (const tag of largest) {
      const query = { accountId: account.id, standing: { $in: HAVE_FACETS }, facets: facetForTag(tag) };
      tags.push({ tag, count: await this.collection.countDocuments(query) });
    }
    tags.sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
    return { standings: await this.standings(account, EVERYBODY), tags };
  }

  private async count(account: AccountRef, standing: Standing, segment: Conditions): Promise<number> {
    return this.collection.countDocuments(await this.segmentQuery(account, standing, segment));
  }

  private async segmentQuery(
    account: AccountRef,
    standing: Standing,
    segment: Conditions,
  ): Promise<Filter<AudienceRecord>> {
    return { $and: [{ accountId: account.id, standing }, await this.queries.of(account, segment)] };
  }
}

const EVERYBODY = conditionsSchema.parse({});
