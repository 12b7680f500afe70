import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { fold, searchWords } from '#contact-rules';
import type { Collection, Filter } from 'mongodb';
import { Model } from 'mongoose';
import { prefixFilter } from './prefix-filter.js';
import { catalogueDefinition, type CatalogueRecord } from './catalogue.schema.js';
import type { AccountRef } from '../accounts/scope.js';

export type CatalogueKind = CatalogueRecord['kind'];

/** The spelling of each account's tags and value names: as first written in that account. */
@Injectable()
export class CatalogueRepository {
  private readonly collection: Collection<CatalogueRecord>;

  constructor(@InjectModel(catalogueDefinition.name) model: Model<CatalogueRecord>) {
    this.collection = model.collection as unknown as Collection<CatalogueRecord>;
  }

  /**
   * Entries of a kind after the key `after`, sorted by folded name. An entry matches when, for each word of `search`,
   * one of its words starts with it, or when the name starts with the whole of `search`.
   * @returns at most `limit` entries
   */
  async list(
    account: AccountRef,
    kind: CatalogueKind,
    { search, after, limit }: { search: string; after: string; limit: number },
  ): Promise<CatalogueRecord[]> {
    const behind: Filter<CatalogueRecord> = { accountId: account.id, kind, key: { $gt: after } };
    return this.collection
      .find(search === '' ? behind : { $and: [behind, searchFilter(search)] })
      .sort({ key: 1 })
      .limit(limit)
      .toArray();
  }
}

function searchFilter(search: string): Filter<CatalogueRecord> {
  const starts: Filter<CatalogueRecord> = { key: prefixFilter(fold(search)) };
  const words = searchWords(search).map((word): Filter<CatalogueRecord> => ({
    words: { $elemMatch: prefixFilter(word) },
  }));
  return words.length === 0 ? starts : { $or: [starts, { $and: words }] };
}
