import type { ListConditions } from '#contracts';
import { Remembered } from '#platform';
import type { Collection, Filter } from 'mongodb';
import type { AccountRef } from '../accounts/scope.js';
import { contactQuery, requiredFacets, type Searchable } from './contact-query.js';

/**
 * Facets are counted up to these numbers, one after the other, until one of them has fewer. So about ten times as many
 * index entries are counted as the rarest facet has, which costs less than reading its documents.
 */
const COUNTED_UP_TO = [1_000, 10_000, 100_000];
const KEPT_MS = 60_000;

/**
 * Builds queries whose rarest facet comes first. A query for contacts with two facets is answered from the index entries
 * of one of them: in an index on an array, MongoDB bounds a scan by one condition on the array only, and takes the first
 * of those that are equal in kind (`assignMultikeySafePredicates`; SERVER-13273). It does not compare how many entries
 * each would have.
 */
export class SelectiveQueries<T extends Searchable> {
  /** For a while, because it only decides how fast a query is. */
  private readonly rarest = new Remembered<string>(() => KEPT_MS);

  /** @param within what else an index needs besides the account and a facet to count a facet */
  constructor(
    private readonly collection: Collection<T>,
    private readonly within: Filter<Searchable> = {},
  ) {}

  /** The query for the documents of an account that match the conditions. */
  async of(account: AccountRef, conditions: ListConditions): Promise<Filter<T>> {
    const facets = requiredFacets(conditions);
    if (facets.length < 2) return contactQuery<T>(account, conditions);
    const key = JSON.stringify([account.id, facets]);
    return contactQuery<T>(account, conditions, await this.rarest.get(key, () => this.findRarest(account, facets)));
  }

  private async findRarest(account: AccountRef, facets: readonly string[]): Promise<string> {
    let rarest = facets[0]!;
    for (const upTo of COUNTED_UP_TO) {
      let fewest = upTo;
      for (const facet of facets) {
        const query = { ...this.within, accountId: account.id, facets: facet } as Filter<T>;
        // No facet needs to be counted beyond the fewest so far. A limit of 0 would mean no limit.
        // Not `countDocuments`: this command only counts index entries, on every server. It is deprecated because it may
        // also count what a sharded cluster is moving, which does not matter here.
        const count = await this.collection.count(query, { limit: Math.max(1, fewest) });
        if (count < fewest) [rarest, fewest] = [facet, count];
      }
      if (fewest < upTo) break;
    }
    return rarest;
  }
}
