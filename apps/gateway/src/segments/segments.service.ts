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
} from '#persistence';
import { ProblemError, Remembered } from '#platform';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { isTooSlow } from '../http/to-problem.js';
import { segmentAnswer } from './segment-answer.js';

type Counted = NonNullable<SegmentRecord['counted']>;

/** How many campaigns an error names. */
const NAMED = 5;

/** Saves, counts, changes and deletes segments. A change reaches the campaigns that refer to one, until they are frozen. */
@Injectable()
export class SegmentsService {
  private readonly counted = new Remembered<Counted>();

  constructor(
    private readonly segments: SegmentsRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly contacts: ContactsRepository,
    private readonly accounts: AccountsService,
  ) {}

  async list(organisationId: string, query: SegmentListQuery): Promise<Page<Segment>> {
    const [found, value] = await Promise.all([
      this.segments.list(organisationId, query),
      this.segments.count(organisationId, query.accountId),
    ]);
    const ids = found.map(({ _id }) => _id);
    const users = await this.campaigns.usersOf(organisationId, ids);
    return pageAnswer(found, query.limit, value, (record) => segmentAnswer(record, users));
  }

  /** @throws ProblemError `segment_not_found` */
  async read(organisationId: string, segmentId: string): Promise<Segment> {
    return this.answer(await this.record(organisationId, segmentId));
  }

  /** @throws ProblemError `account_not_found`, `segment_exists` */
  async create(
    { organisationId, kind, id }: Principal,
    { name, accountId, conditions }: SegmentCreate,
    commit: Commit,
  ): Promise<Segment> {
    const now = new Date();
    const record: SegmentRecord = {
      _id: newId(),
      organisationId,
      accountId,
      ...named(name),
      conditions,
      counted: await this.countSoon(organisationId, accountId, conditions),
      createdAt: now,
      updatedAt: now,
      createdBy: { kind, id },
    };
    await commit((session) => this.segments.insert(record, session).catch(refuseSameName));
    return segmentAnswer(record, []);
  }

  /**
   * Changes a segment, and the campaigns that refer to it with it.
   * @throws ProblemError `segment_not_found`, `segment_exists`, `segment_without_condition` when one of them is scheduled
   */
  async change(
    organisationId: string,
    segmentId: string,
    { name, conditions }: SegmentPatch,
    commit: Commit,
  ): Promise<Segment> {
    const { accountId } = await this.record(organisationId, segmentId);
    const change = {
      ...(name !== undefined && named(name)),
      ...(conditions && { conditions, counted: await this.countSoon(organisationId, accountId, conditions) }),
      updatedAt: new Date(),
    };
    const changed = await commit(async (session) => {
      const record = await this.segments.change(organisationId, segmentId, change, session).catch(refuseSameName);
      if (!record) throw notFound();
      if (conditions) {
        const users = await this.campaigns.usersOf(organisationId, [segmentId], session);
        if (!isSegment(conditions) && users.some(({ state }) => state === 'scheduled'))
          throw new ProblemError('segment_without_condition/scheduled');
        await this.campaigns.followSegment(organisationId, segmentId, conditions, session);
      }
      return record;
    });
    return this.answer(changed);
  }

  /**
   * Deletes a segment.
   * @param force also when campaigns refer to it; they keep its conditions
   * @throws ProblemError `segment_not_found`, `segment_in_use`
   */
  async remove(organisationId: string, segmentId: string, force: boolean, commit: Commit): Promise<void> {
    await commit(async (session) => {
      if (!(await this.segments.remove(organisationId, segmentId, session))) throw notFound();
      const users = await this.campaigns.usersOf(organisationId, [segmentId], session);
      if (users.length > 0 && !force) throw inUse(users);
      await this.campaigns.leaveSegment(organisationId, segmentId, session);
    });
  }

  /**
   * Counts a segment exactly. For a large account it takes seconds, so the count may be from up to a minute ago.
   * @throws ProblemError `segment_not_found`
   */
  async recount(organisationId: string, segmentId: string): Promise<Segment> {
    const record = await this.record(organisationId, segmentId);
    const { accountId, conditions } = record;
    const key = JSON.stringify([organisationId, accountId, conditions]);
    const counted = await this.counted.get(key, () => this.count(organisationId, accountId, conditions, true));
    const noted = await this.segments.noteCount(record, counted);
    return this.answer(noted ?? (await this.record(organisationId, segmentId)));
  }

  /** Counts like the list of contacts, up to 10,000. Null when it takes too long: it can be counted later. */
  private countSoon(organisationId: string, accountId: string | null, conditions: Conditions): Promise<Counted | null> {
    return this.count(organisationId, accountId, conditions, false).catch((error: unknown) => {
      if (isTooSlow(error)) return null;
      throw error;
    });
  }

  private async count(
    organisationId: string,
    accountId: string | null,
    conditions: Conditions,
    exact: boolean,
  ): Promise<Counted> {
    const accounts =
      accountId === null
        ? await this.accounts.list(organisationId)
        : [await this.accounts.require(organisationId, accountId)];
    const at = new Date();
    return { ...(await this.contacts.count(accounts, conditions, exact)), at };
  }

  private async answer(record: SegmentRecord): Promise<Segment> {
    return segmentAnswer(record, await this.campaigns.usersOf(record.organisationId, [record._id]));
  }

  private async record(organisationId: string, segmentId: string): Promise<SegmentRecord> {
    const record = await this.segments.find(organisationId, segmentId);
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
