import { Injectable } from '@nestjs/common';
import { facetForTag, facetForValue, facetForValueName } from '#contact-rules';
import type { CatalogueEntry, CatalogueQuery, Page } from '#contracts';
import {
  CatalogueRepository,
  FacetsRepository,
  type AccountRef,
  type CatalogueKind,
  type AccountScope,
} from '#persistence';
import { ProblemError } from '#platform';
import { AccountsService } from '../accounts/accounts.service.js';
import { catalogueCursor, readCatalogueCursor } from './catalogue-cursor.js';

/** An entry whose contacts are not counted yet. */
type Uncounted = Omit<CatalogueEntry, 'contacts' | 'exact'>;

/** Lists the tags and values by which an account's contacts can be filtered. */
@Injectable()
export class TagsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly catalogue: CatalogueRepository,
    private readonly facets: FacetsRepository,
  ) {}

  /** @throws ProblemError `account_not_found`, `invalid_cursor` */
  async list(scope: AccountScope, query: CatalogueQuery): Promise<Page<CatalogueEntry>> {
    const account = await this.accounts.require(scope, query.accountId);
    return query.name === undefined ? this.names(account, query) : this.values(account, query.name, query);
  }

  /** A page of tags and a page of value names, each from its position in the cursor. */
  private async names(account: AccountRef, query: CatalogueQuery): Promise<Page<CatalogueEntry>> {
    const kinds: CatalogueKind[] = query.kind ? [query.kind] : ['tag', 'value'];
    const from = query.after === undefined ? {} : readCatalogueCursor(query.after);
    if (!from) throw new ProblemError('invalid_cursor');
    const next: Partial<Record<CatalogueKind, string>> = {};
    const entries: Uncounted[] = [];
    for (const kind of kinds) {
      const after = query.after === undefined ? '' : from[kind];
      if (after === undefined) continue;
      const { search, limit } = query;
      const found = await this.catalogue.list(account, kind, { search, after, limit: limit + 1 });
      if (found.length > limit) next[kind] = found[limit - 1]!.key;
      for (const { name } of found.slice(0, limit)) entries.push({ kind, name });
    }
    return this.page(account, entries, Object.keys(next).length > 0 ? catalogueCursor(next) : null);
  }

  private async values(account: AccountRef, name: string, { search, limit }: CatalogueQuery) {
    const values = await this.facets.values(account, name, search, limit);
    const entries = values.map((value): Uncounted => ({ kind: 'value', name, value }));
    return this.page(account, entries, null);
  }

  /** Counts the contacts of each entry. Entries without contacts are left out. */
  private async page(account: AccountRef, entries: Uncounted[], next: string | null): Promise<Page<CatalogueEntry>> {
    const counts = await this.facets.counts(account, entries.map(facetOf));
    const items = entries
      .map((entry, index) => ({ ...entry, contacts: counts[index]!.value, exact: counts[index]!.exact }))
      .filter(({ contacts }) => contacts > 0);
    return { items, next, count: { value: items.length, exact: next === null } };
  }
}

function facetOf({ kind, name, value }: Uncounted): string {
  if (kind === 'tag') return facetForTag(name);
  return value === undefined ? facetForValueName(name) : facetForValue(name, value);
}
