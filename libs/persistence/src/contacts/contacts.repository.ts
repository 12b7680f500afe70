import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { EVENT_CONTACTS, type Count, type ListConditions, type Sort } from '#contracts';
import type { Collection, Filter, FindCursor } from 'mongodb';
import { Model } from 'mongoose';
import { afterCursor, compareContacts, encodeCursor, mongoSort, type ContactCursor } from './contact-page.js';
import { contactQuery, doNarrow, wholeAccountQuery } from './contact-query.js';
import { contactDefinition, type ContactRecord } from './contact.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** Counts are exact up to here, and say "10,000+" beyond, unless asked for exactly. */
export const EXACT_COUNT_UP_TO = 10_000;

/**
 * What is needed of a contact to merge with it and to announce it. The rest, half of a document, only repeats this for
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
] as const;
const KNOWN = { _id: 0, ...Object.fromEntries(KNOWN_FIELDS.map((field) => [field, 1])) };
export type KnownContact = Pick<ContactRecord, (typeof KNOWN_FIELDS)[number]>;

/** Contacts, to be read by every service. The contacts service alone writes them. */
@Injectable()
export class ContactsRepository {
  private readonly collection: Collection<ContactRecord>;

  constructor(@InjectModel(contactDefinition.name) model: Model<ContactRecord>) {
    // Mongoose casts every document; the driver's collection is twice as fast on batches.
    this.collection = model.collection as unknown as Collection<ContactRecord>;
  }

  findOne(account: AccountRef, phone: string): Promise<ContactRecord | null> {
    return this.collection.findOne({ _id: contactId(account, phone) });
  }

  /** Contacts of these phones, in one answer, and in the order in which they lie: that saves the store a quarter. */
  findByPhones(account: AccountRef, phones: readonly string[]): Promise<KnownContact[]> {
    return this.collection
      .find({ _id: { $in: contactIds(account, phones) } })
      .project<KnownContact>(KNOWN)
      .sort({ _id: 1 })
      .batchSize(phones.length + 1)
      .toArray();
  }

  /**
   * Which of these phones have a contact, each with the hash of what an import last stated of it, if the contact still
   * is that. Null for a contact that is not, and for one that the import `importId` itself has written.
   */
  async findStatementHashes(
    account: AccountRef,
    phones: readonly string[],
    importId: string,
  ): Promise<Map<string, string | null>> {
    const hash = { $ifNull: ['$statementHash', null] };
    // One document of two lists: as many documents take the driver three times as long.
    const [found] = await this.collection
      .aggregate<{ phones: string[]; hashes: (string | null)[] }>([
        { $match: { _id: { $in: contactIds(account, phones) } } },
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: null,
            phones: { $push: '$phone' },
            hashes: { $push: { $cond: [{ $eq: ['$lastImport.id', importId] }, null, hash] } },
          },
        },
      ])
      .toArray();
    return new Map(found?.phones.map((phone, index) => [phone, found.hashes[index]!]));
  }

  /**
   * One page over several accounts: each account's page comes from an index in the right order, and they are merged
   * here, so that no server has to sort what several accounts hold.
   */
  async findPage(
    accounts: readonly AccountRef[],
    conditions: ListConditions,
    page: { sort: Sort; limit: number; after: ContactCursor | null },
  ): Promise<{ items: ContactRecord[]; next: string | null }> {
    const pages = await Promise.all(
      accounts.map((account) => {
        const query = contactQuery(account, conditions);
        const filter: Filter<ContactRecord> = page.after
          ? { $and: [query, afterCursor(page.after, account.id)] }
          : query;
        return this.collection
          .find(filter)
          .sort(mongoSort(page.sort))
          .limit(page.limit + 1)
          .toArray();
      }),
    );
    const found = pages.length === 1 ? pages[0]! : pages.flat().sort(compareContacts(page.sort));
    const items = found.slice(0, page.limit);
    const last = items.at(-1);
    return { items, next: found.length > page.limit && last ? encodeCursor({ ...last, sort: page.sort }) : null };
  }

  /** How many contacts meet the conditions; a floor of 10,000 unless `exact`. */
  async count(accounts: readonly AccountRef[], conditions: ListConditions, exact: boolean): Promise<Count> {
    const limit = EXACT_COUNT_UP_TO + 1;
    let value = 0;
    for (const account of accounts) {
      value += await this.collection.countDocuments(contactQuery(account, conditions), exact ? {} : { limit });
      if (!exact && value >= limit) return { value: EXACT_COUNT_UP_TO, exact: false };
    }
    return { value, exact: true };
  }

  /**
   * These fields of all contacts that meet the conditions, by phone, in batches. A contact's phone never changes, so each comes at
   * most once, and none that was there throughout is missing. While a batch is worked on, the next one is on its way.
   */
  async *scan<Field extends keyof ContactRecord>(
    account: AccountRef,
    conditions: ListConditions,
    fields: readonly Field[],
    { afterPhone = '', batchSize = EVENT_CONTACTS.usual }: { afterPhone?: string; batchSize?: number } = {},
  ): AsyncGenerator<Pick<ContactRecord, Field>[]> {
    const cursor = this.collection
      .find(scanQuery(account, conditions, afterPhone))
      .project<Pick<ContactRecord, Field>>({ _id: 0, ...Object.fromEntries(fields.map((field) => [field, 1])) })
      .sort(doNarrow(conditions) ? { phone: 1 } : { _id: 1 })
      .batchSize(batchSize);
    try {
      let coming = nextBatch(cursor);
      for (;;) {
        const batch = await coming;
        if (batch.length === 0) return;
        coming = nextBatch(cursor);
        // Whoever stops here will not ask for it.
        coming.catch(() => undefined);
        yield batch;
      }
    } finally {
      await cursor.close();
    }
  }
}

function scanQuery(account: AccountRef, conditions: ListConditions, afterPhone: string): Filter<ContactRecord> {
  if (!doNarrow(conditions)) return wholeAccountQuery(account, conditions, afterPhone);
  const query = contactQuery(account, conditions);
  return afterPhone ? { $and: [query, { phone: { $gt: afterPhone } }] } : query;
}

/** Empty at the end. */
async function nextBatch<T>(cursor: FindCursor<T>): Promise<T[]> {
  return (await cursor.hasNext()) ? cursor.readBufferedDocuments() : [];
}

/** The identity of a contact: (account, phone). */
export function contactId(account: AccountRef, phone: string): string {
  return `${account.id}/${phone}`;
}

function contactIds(account: AccountRef, phones: readonly string[]): string[] {
  return phones.map((phone) => contactId(account, phone));
}
