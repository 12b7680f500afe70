import { Injectable } from '@nestjs/common';
import { bothConditions } from '#contact-rules';
import { conditionsSchema, type AccountFilter, type Conditions, type ListConditions } from '#contracts';
import { SegmentsRepository, type SegmentRecord, type AccountScope } from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';

/** Uses saved segments where a filter is meant. What is made from a segment has its conditions, not only its id. */
@Injectable()
export class SegmentUseService {
  constructor(private readonly segments: SegmentsRepository) {}

  /**
   * Narrows a filter to a saved segment: contacts have to match both.
   * @returns the account and the conditions; without a segment, those that were given
   * @throws ProblemError `segment_not_found`, `segment_of_other_account`, `segment_not_combinable`
   */
  async narrow(
    scope: AccountScope,
    { segmentId, accountId }: { segmentId?: string; accountId?: string },
    conditions: ListConditions,
  ): Promise<{ accountId?: string; conditions: ListConditions }> {
    if (segmentId === undefined) return { accountId, conditions };
    const segment = await this.segments.find(scope, segmentId);
    const both = bothConditions(usable(segment, accountId), conditions);
    if (!both) throw new ProblemError('segment_not_combinable');
    return { accountId: accountId ?? segment?.accountId ?? undefined, conditions: both };
  }

  /**
   * The filter of an order, which keeps it: later changes of the segment do not count.
   * @throws as {@link narrow}
   */
  async filterOf(
    scope: AccountScope,
    { accountId, ...own }: AccountFilter,
    segmentId: string | undefined,
  ): Promise<{ filter: AccountFilter; segmentId: string | null }> {
    const { conditions } = await this.narrow(scope, { segmentId, accountId }, own);
    return { filter: { accountId, ...conditions }, segmentId: segmentId ?? null };
  }

  /**
   * The present conditions of a saved segment.
   * @throws ProblemError `segment_not_found`, `segment_of_other_account`
   */
  async conditions(scope: AccountScope, segmentId: string, accountId: string): Promise<Conditions> {
    return usable(await this.segments.find(scope, segmentId), accountId);
  }

  /**
   * The same for a campaign that refers to the segment from now on: a change of the segment comes before the
   * transaction, or finds the campaign.
   */
  async take(scope: AccountScope, segmentId: string, accountId: string, session: ClientSession): Promise<Conditions> {
    return usable(await this.segments.take(scope, segmentId, session), accountId);
  }
}

/** A segment for one account is not used with another. What was stored before a condition existed lacks it. */
function usable(segment: SegmentRecord | null, accountId: string | undefined): Conditions {
  if (!segment) throw new ProblemError('segment_not_found');
  if (accountId !== undefined && segment.accountId !== null && segment.accountId !== accountId)
    throw new ProblemError('segment_of_other_account');
  return conditionsSchema.parse(segment.conditions);
}
