import type { Segment, SegmentUse } from '#contracts';
import type { AccountScope, CampaignRecord, SegmentRecord } from '#persistence';

/**
 * A saved segment in the API's shape. How many contacts one of the whole organisation has is for those who may see all.
 * @param users the campaigns that refer to it and that the caller may see
 */
export function segmentAnswer(
  { accountIds }: AccountScope,
  record: SegmentRecord,
  users: readonly CampaignRecord[],
): Segment {
  const { _id, name, accountId, conditions, createdAt, updatedAt, createdBy } = record;
  const counted = accountId === null && accountIds ? null : record.counted;
  return {
    id: _id,
    name,
    accountId,
    conditions,
    count: counted && { value: counted.value, exact: counted.exact, at: counted.at.toISOString() },
    usedBy: users.filter(({ segmentId }) => segmentId === _id).map(toUse),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    createdBy,
  };
}

function toUse({ _id, name, state, scheduledAt }: CampaignRecord): SegmentUse {
  return { campaignId: _id, name, state, scheduledAt: scheduledAt?.toISOString() ?? null };
}
