import { Injectable } from '@nestjs/common';
import type { CatalogueEntry, ImportStatistics, ImportStatisticsQuery, Page, TagStatisticsQuery } from '#contracts';
import { FacetsRepository, ImportsRepository, type AccountScope } from '#persistence';
import { AccountsService } from '../accounts/accounts.service.js';
import { ImportTally } from './import-tally.js';

const LARGEST_TAGS = 10;

/** Computes the figures for charts. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly importRecords: ImportsRepository,
    private readonly facets: FacetsRepository,
  ) {}

  /** @throws ProblemError `account_not_found` */
  async imports(scope: AccountScope, { accountId, days, timeZone }: ImportStatisticsQuery): Promise<ImportStatistics> {
    if (accountId !== undefined) await this.accounts.require(scope, accountId);
    const tally = new ImportTally({ days, timeZone, now: new Date() });
    for await (const ended of this.importRecords.finished(scope, accountId)) tally.add(ended);
    return tally.answer();
  }

  /** @throws ProblemError `account_not_found` */
  async tags(scope: AccountScope, { accountId }: TagStatisticsQuery): Promise<Page<CatalogueEntry>> {
    const account = await this.accounts.require(scope, accountId);
    const largest = await this.facets.largestTags(account, LARGEST_TAGS);
    const items = largest.map(({ tag, contacts: { value, exact } }): CatalogueEntry => {
      return { kind: 'tag', name: tag, contacts: value, exact };
    });
    return { items, next: null, count: { value: items.length, exact: true } };
  }
}
