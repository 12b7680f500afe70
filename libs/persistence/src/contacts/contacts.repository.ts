import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { EVENT_CONTACTS, type Count, type ListConditions, type Sort } from '#contracts';
import { isTransient } from '#platform';
import type { ClientSession, Collection, Document, Filter, FindCursor } from 'mongodb';
import { Model } from 'mongoose';
import { afterCursor, compareContacts, encodeCursor, mongoSort, type ContactCursor } from './contact-page.js';
import { doNarrow, wholeAccountQuery } from './contact-query.js';
import { SelectiveQueries } from './selective-queries.js';
import { contactDefinition, type ContactRecord } from './contact.schema.js';
import { prefixFilter } from './prefix-filter.js';
import { readFirstSlice, readSlices } from './read-slices.js';
import type { AccountRef } from '../accounts/scope.js';

/** Counts are exact up to here. Above it they say "10,000+", unless an exact count is requested. */
export const EXACT_COUNT_UP_TO = 10_000;

/**
 * The fields needed to merge a contact and to publish it. The others, half of the document, are derived from these for
 * queries.
 */
const KNOWN_FIELDS = [
  'phone',
  'name',
  'tags',
  'values',
  'rev',
  'createdAt',
  'updatedAt',
  'changedBy',
  'lastImport',
  'reachability',
  'optOut',
  'takenBack',
] as const;
const KNOWN = { _id: 0, ...Object.fromEntries(KNOWN_FIELDS.map((field) => [field, 1])) };
export type KnownContact = Pick<ContactRecord, (typeof KNOWN_FIELDS)[number]>;

/** Reads contacts, for every service. Only the contacts service writes them. */
@Injectable()
export class ContactsRepository {
  private readonly collection: Collection<ContactRecord>;
  private readonly queries: SelectiveQueries<ContactRecord>;

  constructor(@InjectModel(contactDefinition.name) model: Model<ContactRecord>) {
    // Mongoose casts every document; the driver's collection is twice as fast for batches.
    this.collection = model.collection as unknown as Collection<ContactRecord>;
    this.queries = new SelectiveQueries(this.collection);
  }

  findOne(account: AccountRef, phone: string): Promise<ContactRecord | null> {
    return this.collection.findOne(byPhones([account], [phone]));
  }

  /** For each of the accounts, in their order: the contact with the first of these phones that has one there. */
  async findFirstOfEach(accounts: readonly AccountRef[], phones: readonly string[]): Promise<ContactRecord[]> {
    const found = await this.collection.find(byPhones(accounts, phones)).toArray();
    const rank = ({ phone }: ContactRecord) => phones.indexOf(phone);
    return accounts.flatMap(({ id }) =>
      found
        .filter(({ accountId }) => accountId === id)
        .sort((a, b) => rank(a) - rank(b))
        .slice(0, 1),
    );
  }

  /** The contacts with these phones, by phone, in slices of a few megabytes. */
  readByPhones(account: AccountRef, phones: readonly string[]): AsyncGenerator<KnownContact[]> {
    return readSlices(this.byPhones(account, phones));
  }

  /** The first slice of {@link readByPhones} in a transaction, and whether it is all there is. */
  readFirstByPhones(
    account: AccountRef,
    phones: readonly string[],
    session: ClientSession,
  ): Promise<{ slice: KnownContact[]; isAll: boolean }> {
    return readFirstSlice(this.byPhones(account, phones, session));
  }

  /**
   * Which of these phones have a contact, and the hash of the last import statement about each, if the contact still
   * has that state. The hash is null for a contact that has not.
   */
  async findStatementHashes(account: AccountRef, phones: readonly string[]): Promise<Map<string, string | null>> {
    // One document with two lists: as many documents would take the driver three times as long.
    const [found] = await this.collection
      .aggregate<{ phones: string[]; hashes: (string | null)[] }>([
        { $match: byPhones([account], phones) },
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: null,
            phones: { $push: '$phone' },
            hashes: { $push: { $ifNull: ['$statementHash', null] } },
          },
        },
      ])
      .toArray();
    return new Map(found?.phones.map((phone, index) => [phone, found.hashes[index]!]));
  }

  /** The phones of an account that begin with these digits, a batch of the cursor at a time. */
  async *phonesFrom(account: AccountRef, digits: string): AsyncGenerator<string[]> {
    const cursor = this.collection
      .find({ accountId: account.id, phone: prefixFilter(digits) })
      .project<{ phone: string }>({ _id: 0, phone: 1 })
      .sort({ phone: 1 });
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments().map(({ phone }) => phone);
  }

  /**
   * One page over several accounts. For each account, an index returns its page in the right order. The pages are
   * merged here, so that the database never has to sort the contacts of several accounts. A page of very large contacts
   * has fewer than `limit`.
   */
  async findPage(
    accounts: readonly AccountRef[],
    conditions: ListConditions,
    page: { sort: Sort; limit: number; after: ContactCursor | null },
  ): Promise<{ items: ContactRecord[]; next: string | null }> {
    const pages = await Promise.all(accounts.map((account) => this.findPageOf(account, conditions, page)));
    const compare = compareContacts(page.sort);
    const found = pages.length === 1 ? pages[0]!.slice : pages.flatMap(({ slice }) => slice).sort(compare);
    // What an account has after its slice is not known, so the page ends with the first of these slices.
    const [end] = pages.flatMap(({ slice, isAll }) => (isAll ? [] : slice.slice(-1))).sort(compare);
    const known = end ? found.filter((contact) => compare(contact, end) <= 0) : found;
    const items = known.slice(0, page.limit);
    const last = items.at(-1);
    const hasMore = end !== undefined || known.length > items.length;
    return { items, next: hasMore && last ? encodeCursor({ ...last, sort: page.sort }) : null };
  }

  /** The contacts of one account for {@link findPage}: one more than the page has, or as many as fit into a slice. */
  private async findPageOf(
    account: AccountRef,
    conditions: ListConditions,
    { sort, limit, after }: { sort: Sort; limit: number; after: ContactCursor | null },
  ): Promise<{ slice: ContactRecord[]; isAll: boolean }> {
    const query = await this.queries.of(account, conditions);
    const filter: Filter<ContactRecord> = after ? { $and: [query, afterCursor(after, account.id)] } : query;
    const cursor = this.collection
      .find(filter, { raw: true })
      .sort(mongoSort(sort))
      .limit(limit + 1)
      .batchSize(limit + 2);
    return readFirstSlice(cursor);
  }

  /** The number of contacts that match the conditions; at most 10,000 and then a lower bound, unless `exact`. */
  async count(accounts: readonly AccountRef[], conditions: ListConditions, exact: boolean): Promise<Count> {
    const limit = EXACT_COUNT_UP_TO + 1;
    let value = 0;
    for (const account of accounts) {
      const query = await this.queries.of(account, conditions);
      value += await this.collection.countDocuments(query, exact ? {} : { limit });
      if (!exact && value >= limit) return { value: EXACT_COUNT_UP_TO, exact: false };
    }
    return { value, exact: true };
  }

  /** How many contacts the accounts have. @param upTo counts no more of them */
  async countAll(accounts: readonly AccountRef[], upTo?: number): Promise<number> {
    let value = 0;
    for (const { id: accountId } of accounts) {
      const limit = upTo === undefined ? {} : { limit: upTo - value };
      if (value !== upTo) value += await this.collection.countDocuments({ accountId }, limit);
    }
    return value;
  }

  /** Whether an account has this many contacts. Counts no more of them. */
  async hasAtLeast(account: AccountRef, contacts: number): Promise<boolean> {
    return (await this.collection.countDocuments({ accountId: account.id }, { limit: contacts })) === contacts;
  }

  /**
   * These fields of all contacts that match the conditions, by phone, in batches of a few megabytes at most. A
   * contact's phone never changes, so each contact is returned at most once, and none that exists the whole time is
   * missing. The next batch is fetched while the caller works on the current one. When the server loses the cursor, as
   * in a failover, the scan continues with another one after the last phone.
   */
  async *scan<Field extends keyof ContactRecord>(
    account: AccountRef,
    conditions: ListConditions,
    fields: readonly Field[],
    { afterPhone = '', batchSize = EVENT_CONTACTS.usual }: { afterPhone?: string; batchSize?: number } = {},
  ): AsyncGenerator<Pick<ContactRecord, Field>[]> {
    const projection = { _id: 0, phone: 1, ...Object.fromEntries(fields.map((field) => [field, 1])) };
    for (let after: string | null = afterPhone; after !== null;) {
      const cursor = this.collection
        .find(await this.scanQuery(account, conditions, after), { raw: true })
        .project(projection)
        .sort(doNarrow(conditions) ? { phone: 1 } : { _id: 1 })
        .batchSize(batchSize);
      after = yield* untilLost(readSlices<Pick<ContactRecord, Field | 'phone'>>(cursor));
    }
  }

  private async scanQuery(
    account: AccountRef,
    conditions: ListConditions,
    afterPhone: string,
  ): Promise<Filter<ContactRecord>> {
    if (!doNarrow(conditions)) return wholeAccountQuery(account, conditions, afterPhone);
    const query = await this.queries.of(account, conditions);
    return afterPhone ? { $and: [query, { phone: { $gt: afterPhone } }] } : query;
  }

  private byPhones(account: AccountRef, phones: readonly string[], session?: ClientSession): FindCursor<Document> {
    return this.collection
      .find(byPhones([account], phones), { raw: true, session })
      .project(KNOWN)
      .sort({ _id: 1 })
      .batchSize(phones.length + 1);
  }
}

/** @returns the last phone when the server lost the cursor after it; null at the end */
async function* untilLost<T extends { phone: string }>(
  batches: AsyncIterable<T[]>,
): AsyncGenerator<T[], string | null> {
  let last: string | null = null;
  try {
    for await (const batch of batches) {
      yield batch;
      last = batch.at(-1)!.phone;
    }
    return null;
  } catch (error) {
    if (last === null || !isTransient(error)) throw error;
    return last;
  }
}

/** A contact's id: account and phone. */
export function contactId(account: AccountRef, phone: string): string {
  return `${account.id}/${phone}`;
}

/**
 * Matches the contacts with these phones by their ids. Names accounts and phones as well, so that a sharded cluster asks
 * only the shards that have them (docs/scale.md).
 */
function byPhones(accounts: readonly AccountRef[], phones: readonly string[]): Filter<ContactRecord> {
  const ids = accounts.flatMap((account) => phones.map((phone) => contactId(account, phone)));
  const accountIds = accounts.map(({ id }) => id);
  const accountId = accountIds.length === 1 ? accountIds[0]! : { $in: accountIds };
  return { _id: { $in: ids }, accountId, phone: { $in: [...phones] } };
}
