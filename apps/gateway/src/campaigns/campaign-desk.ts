import { Injectable } from '@nestjs/common';
import type { Campaign, CampaignCreate, CampaignPatch, CampaignSchedule, CampaignState, Reach } from '#contracts';
import { CampaignsRepository, ReachRepository, type CampaignRecord } from '#persistence';
import { ProblemError } from '#platform';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { AccountLookup } from '../accounts/account-lookup.js';
import { CampaignReader } from './campaign-reader.js';
import { requireSegment } from './require-segment.js';

/** Makes campaigns and moves them along. The campaigns service freezes their audiences at their time. */
@Injectable()
export class CampaignDesk {
  constructor(
    private readonly accounts: AccountLookup,
    private readonly campaigns: CampaignsRepository,
    private readonly reader: CampaignReader,
    private readonly reaches: ReachRepository,
  ) {}

  /** @throws ProblemError `no_active_account` when the organisation has none, `account_not_found` */
  async create(
    { organisationId, kind, id }: Principal,
    { name, accountId, segment }: CampaignCreate,
  ): Promise<Campaign> {
    const account = await this.accounts.require(organisationId, accountId);
    await this.accounts.listWithActive(organisationId);
    const record: CampaignRecord = {
      _id: newId(),
      organisationId,
      accountId: account.id,
      name,
      segment,
      state: 'draft',
      scheduledAt: null,
      freezeId: null,
      reach: null,
      objectKey: null,
      error: null,
      createdAt: new Date(),
      frozenAt: null,
      finishedAt: null,
      createdBy: { kind, id },
    };
    await this.campaigns.insert(record);
    return this.reader.answer(record);
  }

  /**
   * Changes name or segment. One that is scheduled is a draft again, because it was scheduled as it was.
   * @throws ProblemError `campaign_not_found`, `wrong_state`
   */
  async change(organisationId: string, campaignId: string, { name, segment }: CampaignPatch): Promise<Campaign> {
    const change = { state: 'draft' as const, scheduledAt: null, ...(name && { name }), ...(segment && { segment }) };
    return this.move(organisationId, campaignId, ['draft', 'scheduled'], change);
  }

  /**
   * Has the audience frozen at a time, or as soon as possible. Scheduling again is scheduling for another time.
   * @throws ProblemError `schedule_in_past`, `segment_without_condition`, `no_active_account`, `empty_audience`, `wrong_state` …
   */
  async schedule(organisationId: string, campaignId: string, wish: CampaignSchedule): Promise<Campaign> {
    const record = await this.reader.record(organisationId, campaignId);
    if (record.state !== 'draft' && record.state !== 'scheduled') throw wrongState(record);
    const now = new Date();
    const scheduledAt = wish.scheduledAt === undefined ? now : new Date(wish.scheduledAt);
    if (scheduledAt < now) throw new ProblemError('schedule_in_past');
    requireSegment(record.segment);
    const account = await this.accounts.requireActive(organisationId, record.accountId);
    requireAudience(await this.reaches.of(account, record.segment));
    const change = { state: 'scheduled' as const, scheduledAt, error: null };
    return this.move(organisationId, campaignId, ['draft', 'scheduled'], change);
  }

  /** @throws ProblemError `campaign_not_found`, `wrong_state` when it is done */
  async cancel(organisationId: string, campaignId: string): Promise<Campaign> {
    const record = await this.reader.record(organisationId, campaignId);
    if (record.state === 'cancelled') return this.reader.answer(record);
    const from = ['draft', 'scheduled', 'audience_frozen'] as const;
    const cancelled = await this.campaigns.transition(organisationId, campaignId, from, {
      state: 'cancelled',
      finishedAt: new Date(),
    });
    if (!cancelled) throw wrongState(await this.reader.record(organisationId, campaignId));
    return this.reader.answer(cancelled);
  }

  /** What a sender says when it has sent everything. @throws ProblemError `campaign_not_found`, `wrong_state` */
  async finish(organisationId: string, campaignId: string): Promise<Campaign> {
    const record = await this.reader.record(organisationId, campaignId);
    if (record.state === 'done') return this.reader.answer(record);
    const change = { state: 'done' as const, finishedAt: new Date() };
    const done = await this.campaigns.transition(organisationId, campaignId, ['audience_frozen'], change);
    if (!done) throw wrongState(await this.reader.record(organisationId, campaignId));
    return this.reader.answer(done);
  }

  /** Changes a campaign whose list is not begun. */
  private async move(
    organisationId: string,
    campaignId: string,
    from: readonly CampaignState[],
    change: Partial<CampaignRecord>,
  ): Promise<Campaign> {
    const moved = await this.campaigns.transition(organisationId, campaignId, from, change, null);
    if (!moved) throw wrongState(await this.reader.record(organisationId, campaignId));
    return this.reader.answer(moved);
  }
}

function requireAudience({ count, excluded, behind }: Reach): void {
  if (count > 0) return;
  const left = excluded.reduce((sum, { count: some }) => sum + some, 0);
  const isBehind = behind.eventsWaiting > 0;
  if (left === 0) throw new ProblemError(isBehind ? 'empty_audience/behind' : 'empty_audience');
  const code = isBehind ? 'empty_audience/left_out_behind' : 'empty_audience/left_out';
  throw new ProblemError(code, { with: { count: left } });
}

function wrongState({ state, freezeId }: CampaignRecord): ProblemError {
  return new ProblemError(
    freezeId && state === 'scheduled' ? 'wrong_state/campaign_freezing' : `wrong_state/campaign_${state}`,
  );
}
