import { Injectable } from '@nestjs/common';
import {
  coded,
  isSegment,
  parseValueCondition,
  type Campaign,
  type CampaignCreate,
  type CampaignListQuery,
  type CampaignPatch,
  type CampaignSchedule,
  type CampaignState,
  type Coded,
  type Conditions,
  type Page,
  type Reach,
} from '#contracts';
import {
  CampaignsRepository,
  everyAccountOf,
  ImportTurnsRepository,
  ReachRepository,
  RemovedValuesRepository,
  type AccountRef,
  type CampaignRecord,
  type AccountScope,
} from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import { setTimeout } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { inWords } from '../http/language.js';
import { SegmentUseService } from '../segments/segment-use.service.js';
import { campaignAnswer } from './campaign-answer.js';
import { requireAudience, requireSegment } from './require-segment.js';

/** How long a list may take to count whom its campaigns reach. The others are listed without. */
const LIST_MS = 3_000;

/** A campaign whose audience is not being frozen yet. */
const NOT_BEGUN = { from: ['draft', 'scheduled'], freezeId: null } as const;

/** Manages campaigns. The campaigns service freezes their audiences at the scheduled time. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly segments: SegmentUseService,
    private readonly campaigns: CampaignsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly reaches: ReachRepository,
    private readonly removedValues: RemovedValuesRepository,
  ) {}

  async list(scope: AccountScope, query: CampaignListQuery): Promise<Page<Campaign>> {
    const [found, value] = await Promise.all([this.campaigns.list(scope, query), this.campaigns.count(scope, query)]);
    const records = found.slice(0, query.limit);
    const next = found.length > query.limit ? records.at(-1)!._id : null;
    const items: Campaign[] = [];
    const until = Date.now() + LIST_MS;
    // One after the other, because each may count a large account.
    for (const record of records) items.push(await this.answer(record, until));
    return { items, next, count: { value, exact: true } };
  }

  /** @throws ProblemError `campaign_not_found` */
  async record(scope: AccountScope, campaignId: string): Promise<CampaignRecord> {
    const record = await this.campaigns.find(scope, campaignId);
    if (record) return record;
    throw new ProblemError('campaign_not_found');
  }

  /** @param until when to give up counting the reach. A count that has begun goes on, for whoever asks next. */
  async answer(record: CampaignRecord, until?: number): Promise<Campaign> {
    if (record.state !== 'draft' && record.state !== 'scheduled') return campaignAnswer(record);
    const account = await this.accounts.require(everyAccountOf(record.organisationId), record.accountId);
    const reach = isSegment(record.segment) ? await this.reach(account, record.segment, until) : null;
    return campaignAnswer(record, { reach, warnings: await this.warnings(account, record.segment, reach) });
  }

  /** @throws ProblemError `no_active_account` when the organisation has none, `account_not_found`, `segment_not_found` … */
  async create(
    principal: Principal,
    { name, accountId, segment, segmentId }: CampaignCreate,
    commit: Commit,
  ): Promise<Campaign> {
    const account = await this.accounts.require(principal, accountId);
    await this.accounts.listWithActive(principal);
    const { organisationId, kind, id } = principal;
    const record: CampaignRecord = {
      _id: newId(),
      organisationId,
      accountId: account.id,
      name,
      segment,
      segmentId: segmentId ?? null,
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
    const insert = async (session: ClientSession) =>
      this.campaigns.insert(await this.withSegment(principal, record, session), session);
    return this.answer(await commit(insert));
  }

  /**
   * Changes the name or the segment. A scheduled campaign becomes a draft again, to be scheduled anew.
   * @throws ProblemError `campaign_not_found`, `wrong_state`, `segment_not_found`, `segment_of_other_account`
   */
  async change(
    scope: AccountScope,
    campaignId: string,
    { name, segment, segmentId }: CampaignPatch,
    commit: Commit,
  ): Promise<Campaign> {
    const change = {
      state: 'draft' as const,
      scheduledAt: null,
      ...(name && { name }),
      ...(segment && { segment, segmentId: null }),
      ...(segmentId && { segmentId }),
    };
    return this.move(scope, campaignId, NOT_BEGUN, change, commit);
  }

  /**
   * Schedules freezing the audience for a time, or for now. Scheduling again replaces the time.
   * @throws ProblemError `schedule_in_past`, `segment_without_condition`, `no_active_account`, `empty_audience`,
   * `wrong_state` …
   */
  async schedule(scope: AccountScope, campaignId: string, wish: CampaignSchedule, commit: Commit): Promise<Campaign> {
    const record = await this.record(scope, campaignId);
    if (record.state !== 'draft' && record.state !== 'scheduled') throw wrongState(record);
    const now = new Date();
    const scheduledAt = wish.scheduledAt === undefined ? now : new Date(wish.scheduledAt);
    if (scheduledAt < now) throw new ProblemError('schedule_in_past');
    requireSegment(record.segment);
    const account = await this.accounts.requireActive(scope, record.accountId);
    requireAudience(await this.reaches.of(account, record.segment));
    const change = { state: 'scheduled' as const, scheduledAt, error: null };
    return this.move(scope, campaignId, NOT_BEGUN, change, commit);
  }

  /** @throws ProblemError `campaign_not_found`, `wrong_state` when it is done */
  async cancel(scope: AccountScope, campaignId: string, commit: Commit): Promise<Campaign> {
    const record = await this.record(scope, campaignId);
    if (record.state === 'cancelled') return this.answer(record);
    const change = { state: 'cancelled' as const, finishedAt: new Date() };
    return this.move(scope, campaignId, { from: ['draft', 'scheduled', 'audience_frozen'] }, change, commit);
  }

  /**
   * Marks a campaign as done. The sender calls this when it has sent everything.
   * @throws ProblemError `campaign_not_found`, `wrong_state`
   */
  async finish(scope: AccountScope, campaignId: string, commit: Commit): Promise<Campaign> {
    const record = await this.record(scope, campaignId);
    if (record.state === 'done') return this.answer(record);
    const change = { state: 'done' as const, finishedAt: new Date() };
    return this.move(scope, campaignId, { from: ['audience_frozen'] }, change, commit);
  }

  private async move(
    scope: AccountScope,
    campaignId: string,
    { from, freezeId }: { from: readonly CampaignState[]; freezeId?: null },
    change: Partial<CampaignRecord>,
    commit: Commit,
  ): Promise<Campaign> {
    const moved = await commit(async (session) => {
      const record = await this.campaigns.transition(scope, campaignId, from, change, freezeId, session);
      if (!record) throw wrongState(await this.record(scope, campaignId));
      const referring = await this.withSegment(scope, record, session);
      const { state, segment } = referring;
      if (referring !== record)
        await this.campaigns.transition(scope, campaignId, [state], { segment }, undefined, session);
      return referring;
    });
    return this.answer(moved);
  }

  /** The campaign with the present conditions of the saved segment that it refers to, unless it is over or frozen. */
  private async withSegment(
    scope: AccountScope,
    record: CampaignRecord,
    session: ClientSession,
  ): Promise<CampaignRecord> {
    const { accountId, state, segmentId } = record;
    if (!segmentId || (state !== 'draft' && state !== 'scheduled')) return record;
    return { ...record, segment: await this.segments.take(scope, segmentId, accountId, session) };
  }

  private async reach(account: AccountRef, segment: Conditions, until?: number): Promise<Reach | null> {
    if (until === undefined) return this.reaches.recent(account, segment);
    const left = until - Date.now();
    if (left <= 0) return null;
    const timer = new AbortController();
    const late = setTimeout(left, null, { signal: timer.signal });
    return Promise.race([this.reaches.recent(account, segment), late]).finally(() => timer.abort());
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

function wrongState({ state, freezeId }: CampaignRecord): ProblemError {
  return new ProblemError(
    freezeId && state === 'scheduled' ? 'wrong_state/campaign_freezing' : `wrong_state/campaign_${state}`,
  );
}

/** The names of the values that a segment asks for. */
function wantedValues({ hasValue, value }: Conditions): string[] {
  return [...hasValue, ...value.map((condition) => parseValueCondition(condition)!.name)];
}
