import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { facetForValueName, fold } from '#contact-rules';
import { conditionsSchema, type ListConditions } from '#contracts';
import type { Collection } from 'mongodb';
import { Model } from 'mongoose';
import { SelectiveQueries } from './selective-queries.js';
import { catalogueDefinition, type CatalogueRecord } from './catalogue.schema.js';
import { contactDefinition, type ContactRecord } from './contact.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** The value names that an account's contacts have: the columns of its downloads. */
@Injectable()
export class ValueNamesRepository {
  private readonly contacts: Collection<ContactRecord>;
  private readonly queries: SelectiveQueries<ContactRecord>;
  private readonly catalogue: Collection<CatalogueRecord>;

  constructor(
    @InjectModel(contactDefinition.name) contacts: Model<ContactRecord>,
    @InjectModel(catalogueDefinition.name) catalogue: Model<CatalogueRecord>,
  ) {
    this.contacts = contacts.collection as unknown as Collection<ContactRecord>;
    this.queries = new SelectiveQueries(this.contacts);
    this.catalogue = catalogue.collection as unknown as Collection<CatalogueRecord>;
  }

  /**
   * The value names that at least one matching contact has, in the account's spelling. Repeatedly looks for one contact
   * with a name that was not seen yet. Most contacts have the same columns, so a few queries are enough, and the index
   * on the remaining names answers the last one.
   * @param seen names that matching contacts are known to have
   */
  async inUse(account: AccountRef, conditions: ListConditions, seen: Iterable<string> = []): Promise<string[]> {
    const query = await this.queries.of(account, conditions);
    const left = await this.known(account);
    const found: string[] = [];
    for (const name of seen) if (left.delete(fold(name))) found.push(name);
    while (left.size > 0) {
      const wanted = [...left.keys()].map(facetForValueName);
      const contact = await this.contacts.findOne(
        { $and: [query, { facets: { $in: wanted } }] },
        { projection: { 'values.name': 1 } },
      );
      if (!contact) break;
      const before = found.length;
      for (const { name } of contact.values) if (left.delete(fold(name))) found.push(name);
      if (found.length === before) throw new Error('a contact has a facet without its value');
    }
    return found;
  }

  /**
   * True when the account's contacts may have values of these names and still fit into one file: the names in use and
   * these together are at most `max`. A name that no contact has any more does not count.
   */
  async haveRoom(account: AccountRef, names: readonly string[], max: number): Promise<boolean> {
    const wanted = names.map(fold);
    const known = await this.known(account);
    if (new Set([...known.keys(), ...wanted]).size <= max) return true;
    const used = new Set((await this.inUse(account, NO_CONDITIONS)).map(fold));
    return wanted.every((key) => used.has(key)) || new Set([...used, ...wanted]).size <= max;
  }

  /** All value names that the account ever had, by folded form. */
  private async known(account: AccountRef): Promise<Map<string, string>> {
    const entries = await this.catalogue
      .find({ accountId: account.id, kind: 'value' })
      .project<Pick<CatalogueRecord, 'key' | 'name'>>({ key: 1, name: 1 })
      .toArray();
    return new Map(entries.map(({ key, name }) => [key, name]));
  }
}

const NO_CONDITIONS = conditionsSchema.parse({});
