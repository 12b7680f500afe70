import type { Segment, SegmentUse } from '#contracts';
import type { CampaignRecord, SegmentRecord } from '#persistence';

/**
 * A saved segment in the API's shape.
 * @param users the campaigns that refer to it
 */
export function segmentAnswer(record: SegmentRecord, users: readonly CampaignRecord[]): Segment {
  const { _id, name, accountId, conditions, counted, createdAt, updatedAt, createdBy } = record;
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
