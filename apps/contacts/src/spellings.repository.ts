import { Injectable } from '@nestjs/common';
import { fold, searchWords } from '#contact-rules';
import type { AccountRef, CatalogueKind, CatalogueRecord } from '#persistence';
import { InjectCatalogue } from '#persistence/owned/contacts';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Model } from 'mongoose';

/** With more spellings than this, the cache is cleared and read again. */
const SPELLINGS_KEPT = 20_000;

/**
 * Registers how each account spells its tags and value names: as first written in it. Entries are added, never changed.
 */
@Injectable()
export class SpellingsRepository {
  private readonly collection: Collection<CatalogueRecord>;
  /** A cache. It cannot become stale, because entries never change. */
  private readonly spellings = new Map<string, string>();

  constructor(@InjectCatalogue() model: Model<CatalogueRecord>) {
    this.collection = model.collection as unknown as Collection<CatalogueRecord>;
  }

  /**
   * Registers new names and returns the account's spelling of each.
   * @returns spellings by {@link catalogueKey}
   */
  async spell(
    account: AccountRef,
    names: readonly { kind: CatalogueKind; name: string }[],
  ): Promise<Map<string, string>> {
    const spelling = new Map<string, string>();
    const unknown = new Map<string, CatalogueRecord>();
    for (const { kind, name } of names) {
      const key = fold(name);
      const entry = catalogueKey(kind, key);
      const id = `${account.id}/${entry}`;
      const known = this.spellings.get(id);
      if (known !== undefined) spelling.set(entry, known);
      else if (!unknown.has(id))
        unknown.set(id, { _id: id, accountId: account.id, kind, key, name, words: searchWords(name) });
    }
    if (unknown.size > 0)
      for (const { kind, key, name } of await this.register(unknown)) spelling.set(catalogueKey(kind, key), name);
    return spelling;
  }

  /** Adds the entries that do not exist yet. @returns all of them, as stored */
  private async register(wanted: ReadonlyMap<string, CatalogueRecord>): Promise<Iterable<CatalogueRecord>> {
    const ids = [...wanted.keys()];
    let known = await this.read(ids);
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0) {
      const operations: AnyBulkWriteOperation<CatalogueRecord>[] = missing.map((_id) => {
        const { _id: _, ...fields } = wanted.get(_id)!;
        return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } };
      });
      await this.collection.bulkWrite(operations, { ordered: false });
      known = await this.read(ids);
    }
    if (this.spellings.size + known.size > SPELLINGS_KEPT) this.spellings.clear();
    for (const [id, { name }] of known) this.spellings.set(id, name);
    return known.values();
  }

  private async read(ids: string[]): Promise<Map<string, CatalogueRecord>> {
    const records = await this.collection.find({ _id: { $in: ids } }).toArray();
    return new Map(records.map((record) => [record._id, record]));
  }
}

/** The key of a spelling; `folded` is the name folded by {@link fold}. */
export function catalogueKey(kind: CatalogueKind, folded: string): string {
  return `${kind}:${folded}`;
}
