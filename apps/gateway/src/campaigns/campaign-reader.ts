import { Injectable } from '@nestjs/common';
import {
  coded,
  isSegment,
  parseValueCondition,
  type Campaign,
  type CampaignListQuery,
  type Coded,
  type Conditions,
  type Page,
} from '#contracts';
import {
  CampaignsRepository,
  ImportTurnsRepository,
  ReachRepository,
  RemovedValuesRepository,
  type AccountRef,
  type CampaignRecord,
} from '#persistence';
import { ProblemError } from '#platform';
import { AccountLookup } from '../accounts/account-lookup.js';
import { inWords } from '../http/language.js';
import { campaignAnswer } from './campaign-answer.js';

/** Reads campaigns and puts them into the API's shape, with the present reach of those that are yet to be frozen. */
@Injectable()
export class CampaignReader {
  constructor(
    private readonly accounts: AccountLookup,
    private readonly campaigns: CampaignsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly reaches: ReachRepository,
    private readonly removedValues: RemovedValuesRepository,
  ) {}

  async list(organisationId: string, query: CampaignListQuery): Promise<Page<Campaign>> {
    const [found, value] = await Promise.all([
      this.campaigns.list(organisationId, query),
      this.campaigns.count(organisationId, query),
    ]);
    const records = found.slice(0, query.limit);
    const next = found.length > query.limit ? records.at(-1)!._id : null;
    const items: Campaign[] = [];
    // One after the other: each may count a large account.
    for (const record of records) items.push(await this.answer(record));
    return { items, next, count: { value, exact: true } };
  }

  /** @throws ProblemError `campaign_not_found` */
  async record(organisationId: string, campaignId: string): Promise<CampaignRecord> {
    const record = await this.campaigns.find(organisationId, campaignId);
    if (record) return record;
    throw new ProblemError('campaign_not_found');
  }

  async answer(record: CampaignRecord): Promise<Campaign> {
    if (record.state !== 'draft' && record.state !== 'scheduled') return campaignAnswer(record);
    const account = await this.accounts.require(record.organisationId, record.accountId);
    const reach = isSegment(record.segment) ? await this.reaches.of(account, record.segment) : null;
    return campaignAnswer(record, { reach, warnings: await this.warnings(account, record.segment, reach) });
  }

  private async warnings(
    account: AccountRef,
    segment: Conditions,
    reach: Campaign['reach'],
  ): Promise<Campaign['warnings']> {
    const warnings: Coded[] = [];
    if ((await this.turns.inOrder(account)).length > 0) {
      warnings.push(coded('import_under_way'));
    }
    if (reach && reach.behind.eventsWaiting > 0) {
      warnings.push(coded('audience_behind'));
    }
    if (reach && (reach.behind.eventsFailed ?? 0) > 0) {
      warnings.push(coded('events_failed'));
    }
    for (const name of await this.removedValues.gone(account, wantedValues(segment))) {
      warnings.push(coded('value_removed', { name }));
    }
    return warnings.map((warning) => inWords(warning));
  }
}

/** The names of values that contacts of a segment shall have. */
function wantedValues({ hasValue, value }: Conditions): string[] {
  return [...hasValue, ...value.map((condition) => parseValueCondition(condition)!.name)];
}
