import { Injectable } from '@nestjs/common';
import { reachFigures } from '#contact-rules';
import type { Audience, Reach, ReachRequest } from '#contracts';
import { AudienceRepository, ReachRepository, type AccountRef, type AccountScope } from '#persistence';
import { Remembered } from '#platform';
import { AccountsService } from '../accounts/accounts.service.js';
import { SegmentUseService } from '../segments/segment-use.service.js';
import { requireSegment } from './require-segment.js';

/** Reads the audience that the campaigns service keeps for an account, and how far it is behind. */
@Injectable()
export class AudienceService {
  private readonly counted = new Remembered<Audience>();

  constructor(
    private readonly accounts: AccountsService,
    private readonly segments: SegmentUseService,
    private readonly audience: AudienceRepository,
    private readonly reaches: ReachRepository,
  ) {}

  /** @throws ProblemError `account_not_found` */
  async read(scope: AccountScope, accountId: string): Promise<Audience> {
    const account = await this.accounts.require(scope, accountId);
    return this.counted.get(JSON.stringify([account.id, account.status]), () => this.count(account));
  }

  /**
   * Counts the contacts that a segment would reach, now or, for a large account, a moment ago.
   * @throws ProblemError `account_not_found`, `segment_without_condition`, `segment_not_found`, `segment_of_other_account`
   */
  async reach(scope: AccountScope, { accountId, segment: own, segmentId }: ReachRequest): Promise<Reach> {
    const account = await this.accounts.require(scope, accountId);
    const segment = segmentId === undefined ? own : await this.segments.conditions(scope, segmentId, accountId);
    requireSegment(segment);
    return this.reaches.recent(account, segment);
  }

  private async count(account: AccountRef): Promise<Audience> {
    const freshness = await this.reaches.freshness(account);
    const { standings, tags } = await this.audience.summary(account);
    const { count, excluded } = reachFigures(standings, account.status);
    const contacts = excluded.reduce((sum, each) => sum + each.count, count);
    return { accountId: account.id, contacts, reachable: count, excluded, tags, ...freshness };
  }
}
