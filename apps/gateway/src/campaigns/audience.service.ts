import { Injectable } from '@nestjs/common';
import { reachFigures } from '#contact-rules';
import type { Audience, Reach, ReachRequest } from '#contracts';
import { AudienceRepository, ReachRepository } from '#persistence';
import { AccountsService } from '../accounts/accounts.service.js';
import { requireSegment } from './require-segment.js';

/** Reads the audience that the campaigns service keeps for an account, and how far it is behind. */
@Injectable()
export class AudienceService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly audience: AudienceRepository,
    private readonly reaches: ReachRepository,
  ) {}

  /** @throws ProblemError `account_not_found` */
  async read(organisationId: string, accountId: string): Promise<Audience> {
    const account = await this.accounts.require(organisationId, accountId);
    const freshness = await this.reaches.freshness(account);
    const { standings, tags } = await this.audience.summary(account);
    const { count, excluded } = reachFigures(standings, account.status);
    const contacts = excluded.reduce((sum, each) => sum + each.count, count);
    return { accountId: account.id, contacts, reachable: count, excluded, tags, ...freshness };
  }

  /**
   * Counts the contacts that a segment would reach now.
   * @throws ProblemError `account_not_found`, `segment_without_condition`
   */
  async reach(organisationId: string, { accountId, segment }: ReachRequest): Promise<Reach> {
    const account = await this.accounts.require(organisationId, accountId);
    requireSegment(segment);
    return this.reaches.of(account, segment);
  }
}
