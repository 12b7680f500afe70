import { Injectable } from '@nestjs/common';
import { fold } from '#contact-rules';
import {
  isSegment,
  type Conditions,
  type Page,
  type Segment,
  type SegmentCreate,
  type SegmentListQuery,
  type SegmentPatch,
} from '#contracts';
import {
  CampaignsRepository,
  ContactsRepository,
  isDuplicateKey,
  SegmentsRepository,
  type CampaignRecord,
  type SegmentRecord,
  type AccountScope,
} from '#persistence';
import { ProblemError, Remembered } from '#platform';
import { v7 as newId } from 'uuid';
import { requireEveryAccount, type Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { isTooSlow } from '../http/to-problem.js';
import { segmentAnswer } from './segment-answer.js';

type Counted = NonNullable<SegmentRecord['counted']>;

/** How many campaigns an error names. */
const NAMED = 5;

/**
 * Saves, counts, changes and deletes segments. A change reaches the campaigns that refer to one, until they are
 * frozen.
 */
@Injectable()
export class SegmentsService {
  private readonly counted = new Remembered<Counted>();

  constructor(
    private readonly segments: SegmentsRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly contacts: ContactsRepository,
    private readonly accounts: AccountsService,
  ) {}

  async list(scope: AccountScope, query: SegmentListQuery): Promise<Page<Segment>> {
    const [found, value] = await Promise.all([
      this.segments.list(scope, query),
      this.segments.count(scope, query.accountId),
    ]);
    const ids = found.map(({ _id }) => _id);
    const users = await this.campaigns.usersOf(scope, ids);
    return pageAnswer(found, query.limit, value, (record) => segmentAnswer(scope, record, users));
  }

  /** @throws ProblemError `segment_not_found` */
  async read(scope: AccountScope, segmentId: string): Promise<Segment> {
    return this.answer(scope, await this.record(scope, segmentId));
  }

  /** @throws ProblemError `account_not_found`, `segment_exists` */
  async create(principal: Principal, { name, accountId, conditions }: SegmentCreate, commit: Commit): Promise<Segment> {
    if (accountId === null) requireEveryAccount(principal);
    const { organisationId, kind, id } = principal;
    const now = new Date();
    const record: SegmentRecord = {
      _id: newId(),
      organisationId,
      accountId,
      ...named(name),
      conditions,
      counted: await this.countSoon(principal, accountId, conditions),
      createdAt: now,
      updatedAt: now,
      createdBy: { kind, id },
    };
    await commit((session) => this.segments.insert(record, session).catch(refuseSameName));
    return segmentAnswer(principal, record, []);
  }

  /**
   * Changes a segment, and the campaigns that refer to it with it.
   * @throws ProblemError `segment_not_found`, `segment_exists`, `segment_without_condition` when one of them is
   * scheduled
   */
  async change(
    scope: AccountScope,
    segmentId: string,
    { name, conditions }: SegmentPatch,
    commit: Commit,
  ): Promise<Segment> {
    const { accountId } = await this.changeable(scope, segmentId);
    const change = {
      ...(name !== undefined && named(name)),
      ...(conditions && { conditions, counted: await this.countSoon(scope, accountId, conditions) }),
      updatedAt: new Date(),
    };
    const changed = await commit(async (session) => {
      const record = await this.segments.change(scope, segmentId, change, session).catch(refuseSameName);
      if (!record) throw notFound();
      if (conditions) {
        const users = await this.campaigns.usersOf(scope, [segmentId], session);
        if (!isSegment(conditions) && users.some(({ state }) => state === 'scheduled'))
          throw new ProblemError('segment_without_condition/scheduled');
        await this.campaigns.followSegment(scope.organisationId, segmentId, conditions, session);
      }
      return record;
    });
    return this.answer(scope, changed);
  }

  /**
   * Deletes a segment.
   * @param force also when campaigns refer to it; they keep its conditions
   * @throws ProblemError `segment_not_found`, `segment_in_use`
   */
  async remove(scope: AccountScope, segmentId: string, force: boolean, commit: Commit): Promise<void> {
    await this.changeable(scope, segmentId);
    await commit(async (session) => {
      if (!(await this.segments.remove(scope, segmentId, session))) throw notFound();
      const users = await this.campaigns.usersOf(scope, [segmentId], session);
      if (users.length > 0 && !force) throw inUse(users);
      await this.campaigns.leaveSegment(scope.organisationId, segmentId, session);
    });
  }

  /**
   * Counts a segment exactly. For a large account it takes seconds, so the count may be from up to a minute ago.
   * @throws ProblemError `segment_not_found`
   */
  async recount(scope: AccountScope, segmentId: string): Promise<Segment> {
    const record = await this.changeable(scope, segmentId);
    const { accountId, conditions } = record;
    const key = JSON.stringify([scope.organisationId, accountId, conditions]);
    const counted = await this.counted.get(key, () => this.count(scope, accountId, conditions, true));
    const noted = await this.segments.noteCount(record, counted);
    return this.answer(scope, noted ?? (await this.record(scope, segmentId)));
  }

  /** Counts like the list of contacts, up to 10,000. Null when it takes too long: it can be counted later. */
  private countSoon(scope: AccountScope, accountId: string | null, conditions: Conditions): Promise<Counted | null> {
    return this.count(scope, accountId, conditions, false).catch((error: unknown) => {
      if (isTooSlow(error)) return null;
      throw error;
    });
  }

  private async count(
    scope: AccountScope,
    accountId: string | null,
    conditions: Conditions,
    exact: boolean,
  ): Promise<Counted> {
    const accounts =
      accountId === null ? await this.accounts.list(scope) : [await this.accounts.require(scope, accountId)];
    const at = new Date();
    return { ...(await this.contacts.count(accounts, conditions, exact)), at };
  }

  private async answer(scope: AccountScope, record: SegmentRecord): Promise<Segment> {
    return segmentAnswer(scope, record, await this.campaigns.usersOf(scope, [record._id]));
  }

  /**
   * A segment of the whole organisation is left to those who may see all of it. @throws as {@link record};
   * `not_allowed`
   */
  private async changeable(scope: AccountScope, segmentId: string): Promise<SegmentRecord> {
    const record = await this.record(scope, segmentId);
    if (record.accountId === null) requireEveryAccount(scope);
    return record;
  }

  private async record(scope: AccountScope, segmentId: string): Promise<SegmentRecord> {
    const record = await this.segments.find(scope, segmentId);
    if (record) return record;
    throw notFound();
  }
}

const named = (name: string) => ({ name, nameKey: fold(name) });

function notFound(): ProblemError {
  return new ProblemError('segment_not_found');
}

function refuseSameName(error: unknown): never {
  throw isDuplicateKey(error) ? new ProblemError('segment_exists', { cause: error }) : error;
}

function inUse(users: readonly CampaignRecord[]): ProblemError {
  const names = users.slice(0, NAMED).map(({ name }) => `“${name}”`);
  const more = users.length > NAMED ? ['…'] : [];
  return new ProblemError('segment_in_use', { with: { count: users.length, names: [...names, ...more].join(', ') } });
}
