import type { Campaign } from '#contracts';
import type { CampaignRecord } from '#persistence';
import { inWords } from '../http/language.js';

/**
 * A stored campaign in the API's shape.
 * @param live the present reach and warnings, if the audience is not frozen yet
 */
export function campaignAnswer(
  record: CampaignRecord,
  live: Pick<Campaign, 'reach' | 'warnings'> = { reach: null, warnings: [] },
): Campaign {
  return {
    id: record._id,
    name: record.name,
    accountId: record.accountId,
    segment: record.segment,
    segmentId: record.segmentId ?? null,
    state: record.state,
    scheduledAt: record.scheduledAt?.toISOString() ?? null,
    reach: record.reach ?? live.reach,
    warnings: live.warnings,
    error: inWords(record.error),
    createdAt: record.createdAt.toISOString(),
    frozenAt: record.frozenAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    createdBy: record.createdBy,
    ...(record.erased && { erased: record.erased }),
  };
}
