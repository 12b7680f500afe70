import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { facetForTag, facetForValue, facetForValueName, fold } from '#contact-rules';
import type { Count } from '#contracts';
import type { Collection, Filter } from 'mongodb';
import { Model } from 'mongoose';
import { EXACT_COUNT_UP_TO } from './contacts.repository.js';
import { prefixFilter } from './prefix-filter.js';
import { readFirstSlice } from './read-slices.js';
import { contactDefinition, type ContactRecord } from './contact.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** Number of counts that run at the same time. */
const COUNTS_AT_ONCE = 8;
/** Maximum number of contacts to sample for values: in each part of an account, and in each step of a search. */
export const SAMPLE = 1_000;
/**
 * The largest tags are counted exactly up to this number. It is a number of index entries; all counts together take
 * about a second.
 */
const LARGEST_COUNT = 1_000_000;
/** An account is divided by the first digit of the phone, which is never 0. */
export const FIRST_DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** Maximum number of steps of a search. Each step starts after the values that the previous one found. */
const STEPS = 20;

/** Facets and the number of contacts that have them. Every query reads a limited number of index entries. */
@Injectable()
export class FacetsRepository {
  private readonly collection: Collection<ContactRecord>;

  constructor(@InjectModel(contactDefinition.name) model: Model<ContactRecord>) {
    this.collection = model.collection as unknown as Collection<ContactRecord>;
  }

  /** The number of contacts with each facet; above 10,000 a lower bound. */
  async counts(account: AccountRef, facets: readonly string[]): Promise<Count[]> {
    const counts: Count[] = [];
    for (let from = 0; from < facets.length; from += COUNTS_AT_ONCE) {
      const some = facets.slice(from, from + COUNTS_AT_ONCE);
      counts.push(...(await Promise.all(some.map((facet) => this.count(account, facet)))));
    }
    return counts;
  }

  /**
   * Values of a name. With `search`, those that start with it, in alphabetical order. Without it, the most frequent
   * ones in samples from the whole account. So when a name has thousands of values, users search them instead of
   * listing them.
   * @returns at most `limit` values, each in a spelling that some contact has
   */
  async values(account: AccountRef, name: string, search: string, limit: number): Promise<string[]> {
    const found =
      search === '' ? await this.commonValues(account, name) : await this.search(account, name, search, limit);
    return found.slice(0, limit);
  }

  /**
   * The tags that most contacts have, largest first: the most frequent tags in samples from the whole account, each
   * counted up to {@link LARGEST_COUNT}.
   * @returns at most `limit` tags, each in a spelling that some contact has
   */
  async largestTags(account: AccountRef, limit: number): Promise<{ tag: string; contacts: Count }[]> {
    const samples = await Promise.all(
      FIRST_DIGITS.map((digit) =>
        this.collection
          .find({ accountId: account.id, phone: prefixFilter(digit) })
          .hint({ accountId: 1, phone: 1 })
          .sort({ phone: 1 })
          .limit(SAMPLE)
          .project<Pick<ContactRecord, 'tags'>>({ tags: 1 })
          .toArray(),
      ),
    );
    const commonest = commonestFirst(samples.flat().flatMap(({ tags }) => tags)).slice(0, limit);
    const counted = await Promise.all(
      commonest.map(async (tag) => ({ tag, contacts: await this.count(account, facetForTag(tag), LARGEST_COUNT) })),
    );
    return counted.sort((a, b) => b.contacts.value - a.contacts.value);
  }

  private async count(account: AccountRef, facet: string, upTo = EXACT_COUNT_UP_TO): Promise<Count> {
    const limit = upTo + 1;
    const value = await this.collection.countDocuments({ accountId: account.id, facets: facet }, { limit });
    return value < limit ? { value, exact: true } : { value: upTo, exact: false };
  }

  private async commonValues(account: AccountRef, name: string): Promise<string[]> {
    const facet = facetForValueName(name);
    const samples = await Promise.all(
      FIRST_DIGITS.map((digit) =>
        this.sample(account, name, { facets: facet, phone: prefixFilter(digit) }, { phone: 1 }),
      ),
    );
    return commonestFirst(samples.flatMap(({ values }) => values));
  }

  /**
   * The index sorts the values of a name, so a step finds the next value however many contacts share one. The order is
   * only that of the index, because nothing can be sorted by an array within bounds.
   */
  private async search(account: AccountRef, name: string, search: string, limit: number): Promise<string[]> {
    const range = prefixFilter(facetForValue(name, search));
    const found = new Map<string, string>();
    let beyond: { $gte: string } | { $gt: string } = { $gte: range.$gte };
    for (let step = 0; step < STEPS && found.size < limit; step++) {
      const bounds = { ...beyond, $lt: range.$lt };
      const { values, isAll } = await this.sample(account, name, { facets: { $elemMatch: bounds } });
      if (values.length === 0) break;
      for (const value of values)
        if (!found.has(facetForValue(name, value))) found.set(facetForValue(name, value), value);
      if (isAll) break;
      beyond = { $gt: [...found.keys()].sort(byBytes).at(-1)! };
    }
    return [...found].sort(([a], [b]) => byBytes(a, b)).map(([, value]) => value);
  }

  /** The values of up to {@link SAMPLE} contacts, or of as many as fit into a slice, and whether these are all. */
  private async sample(
    account: AccountRef,
    name: string,
    condition: Filter<ContactRecord>,
    order: { phone?: 1 } = {},
  ): Promise<{ values: string[]; isAll: boolean }> {
    const key = fold(name);
    const cursor = this.collection
      .find({ accountId: account.id, ...condition }, { raw: true })
      .hint({ accountId: 1, facets: 1, phone: 1 })
      .sort(order)
      .limit(SAMPLE)
      .batchSize(SAMPLE + 1)
      .project({ values: 1 });
    const { slice, isAll } = await readFirstSlice<Pick<ContactRecord, 'values'>>(cursor);
    const own = slice.flatMap(({ values }) => values.filter((value) => fold(value.name) === key));
    return { values: own.map(({ value }) => value), isAll: isAll && slice.length < SAMPLE };
  }
}

/** Most frequent first, without duplicates (by `fold`), each in the spelling found first. */
export function commonestFirst(texts: readonly string[]): string[] {
  const tally = new Map<string, { text: string; times: number }>();
  for (const text of texts) {
    const known = tally.get(fold(text));
    if (known) known.times++;
    else tally.set(fold(text), { text, times: 1 });
  }
  return [...tally.values()].sort((a, b) => b.times - a.times).map(({ text }) => text);
}

/** The order in which MongoDB sorts strings. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
