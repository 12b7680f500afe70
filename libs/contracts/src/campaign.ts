import { z } from 'zod';
import { exportRequestSchema } from './export.js';
import { conditionsToQuery } from './filter-query.js';
import { conditionsSchema, emptyConditionsMeta, type Conditions } from './filter.js';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';
import { fieldError } from './sentences/field-errors.js';
import { sentenceSchema } from './sentences/index.js';

/** The conditions in the example of an export. */
const { accountId: _, ...exampleSegment } = exampleOf(exportRequestSchema).filter;

/** Every state of a campaign, in order. Whoever sends the campaign sets `done`. */
export const CAMPAIGN_STATES = ['draft', 'scheduled', 'audience_frozen', 'done', 'cancelled'] as const;
export const campaignStateSchema = z.enum(CAMPAIGN_STATES);
export type CampaignState = z.infer<typeof campaignStateSchema>;

/**
 * Why a contact of the segment is excluded. Each contact is counted once, under the first reason that applies, in this
 * order: it is marked as "do not contact"; it has neither a tag nor a value (rule 4); its number is known to be
 * unusable; its account is inactive.
 */
export const EXCLUSION_REASONS = [
  'opted_out',
  'taken_back',
  'no_tag_or_value',
  'unusable_number',
  'account_inactive',
] as const;
export const exclusionReasonSchema = z.enum(EXCLUSION_REASONS);
export type ExclusionReason = z.infer<typeof exclusionReasonSchema>;

/**
 * How far the view is behind the contacts: the number of waiting events of this account, and the age of the oldest.
 * `eventsFailed`: dead letters of the organisation. They are missing from the figures until somebody replays them (`GET
 * /v1/dead-letters`).
 */
export const behindSchema = z.object({
  eventsWaiting: z.int().nonnegative(),
  oldestSeconds: z.number().nonnegative().nullable(),
  eventsFailed: z.int().nonnegative().optional(),
});

/** The number of contacts excluded for each reason. Every reason is listed, also with 0. */
export const excludedSchema = z.array(z.object({ reason: exclusionReasonSchema, count: z.int().nonnegative() }));

/**
 * How many contacts a segment reaches and excludes. `upTo`: the figures include everything published before this time.
 * For a frozen audience, the figures are those of the moment when it was frozen, without people who were erased since.
 */
export const reachSchema = z.object({
  count: z.int().nonnegative(),
  excluded: excludedSchema,
  upTo: timestampSchema,
  behind: behindSchema,
});
export type Reach = z.infer<typeof reachSchema>;
answerShapes.add(reachSchema, {
  id: 'Reach',
  example: {
    count: 1_198,
    excluded: [
      { reason: 'opted_out', count: 9 },
      { reason: 'no_tag_or_value', count: 0 },
      { reason: 'unusable_number', count: 6 },
      { reason: 'account_inactive', count: 0 },
    ],
    upTo: '2026-11-22T10:20:00.000Z',
    behind: { eventsWaiting: 0, oldestSeconds: null },
  },
});

/**
 * A campaign as the API shows it. `segmentId`: the saved segment that it refers to; `segment` has the segment's present
 * conditions until the audience is frozen, and those of that moment from then on. `reach` is null while the segment
 * has no condition on a tag or value, for a campaign that was cancelled before its audience was frozen, and in a list
 * for what takes too long to count. `warnings`: what to consider before scheduling it, e.g. that an import is running.
 * `error`: why the audience could not be frozen at the scheduled time; the campaign is then a draft again. `erased`: how
 * many people were taken out of the frozen audience because their data were erased; `reach.count` is without them.
 */
export const campaignSchema = z.object({
  id: idSchema,
  name: z.string(),
  accountId: idSchema,
  segment: conditionsSchema,
  segmentId: idSchema.nullable().optional(),
  state: campaignStateSchema,
  scheduledAt: timestampSchema.nullable(),
  reach: reachSchema.nullable(),
  warnings: z.array(sentenceSchema),
  error: sentenceSchema.nullable(),
  createdAt: timestampSchema,
  frozenAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  createdBy: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
  erased: z.int().positive().optional(),
});
export type Campaign = z.infer<typeof campaignSchema>;
answerShapes.add(campaignSchema, {
  id: 'Campaign',
  example: {
    id: '0197c5a0-7777-7000-8000-000000000007',
    name: 'Summer sale',
    accountId: exampleIds.account,
    segment: exampleSegment,
    state: 'scheduled',
    scheduledAt: '2026-11-23T09:00:00.000Z',
    reach: exampleOf(reachSchema),
    warnings: [
      {
        code: 'import_under_way',
        message: 'An import into this account is under way, so the reach is still changing.',
      },
    ],
    error: null,
    createdAt: '2026-11-22T10:20:00.000Z',
    frozenAt: null,
    finishedAt: null,
    createdBy: { kind: 'user', id: exampleIds.user },
  },
});
export const campaignPageSchema = pageOf('CampaignPage', campaignSchema, exampleOf(campaignSchema));

const campaignName = z.string().trim().min(1).max(256);

/** A campaign has conditions of its own, or refers to a saved segment. */
const isOneSegment = ({ segment, segmentId }: { segment?: Conditions; segmentId?: string }) =>
  segmentId === undefined || conditionsToQuery(segment ?? {}).size === 0;
const oneSegment = { error: fieldError('field/segment_or_id'), path: ['segmentId'] };
/** The same as a JSON schema. */
const oneSegmentMeta = {
  anyOf: [{ properties: { segmentId: false } }, { properties: { segment: emptyConditionsMeta } }],
};

/** The body of `POST /v1/campaigns`. A draft's segment may lack the required condition; scheduling then refuses it. */
export const campaignCreateSchema = z
  .strictObject({
    name: campaignName,
    accountId: idSchema,
    segment: conditionsSchema.prefault({}),
    segmentId: idSchema.optional(),
  })
  .refine(isOneSegment, oneSegment)
  .meta(oneSegmentMeta);
export type CampaignCreate = z.infer<typeof campaignCreateSchema>;
bodyShapes.add(campaignCreateSchema, {
  id: 'CampaignCreate',
  example: { name: 'Summer sale', accountId: exampleIds.account, segment: exampleSegment },
});

/**
 * The body of `PATCH /v1/campaigns/{id}`. Omitted fields do not change. `segment` is replaced as a whole, and ends a
 * reference to a saved segment.
 */
export const campaignPatchSchema = z
  .strictObject({
    name: campaignName.optional(),
    segment: conditionsSchema.optional(),
    segmentId: idSchema.optional(),
  })
  .refine(isOneSegment, oneSegment)
  .meta(oneSegmentMeta);
export type CampaignPatch = z.infer<typeof campaignPatchSchema>;
bodyShapes.add(campaignPatchSchema, { id: 'CampaignPatch', example: { name: 'Summer sale, last days' } });

/** The body of `POST /v1/campaigns/{id}/schedule`: when to freeze the audience. Default: now. */
export const campaignScheduleSchema = z.strictObject({ scheduledAt: timestampSchema.optional() });
export type CampaignSchedule = z.infer<typeof campaignScheduleSchema>;
bodyShapes.add(campaignScheduleSchema, {
  id: 'CampaignSchedule',
  example: { scheduledAt: '2026-11-23T09:00:00.000Z' },
});

/** The body of `POST /v1/campaigns/reach`: conditions that no campaign has yet, or a saved segment. */
export const reachRequestSchema = z
  .strictObject({ accountId: idSchema, segment: conditionsSchema.prefault({}), segmentId: idSchema.optional() })
  .refine(isOneSegment, oneSegment)
  .meta(oneSegmentMeta);
export type ReachRequest = z.infer<typeof reachRequestSchema>;
bodyShapes.add(reachRequestSchema, {
  id: 'ReachRequest',
  example: { accountId: exampleIds.account, segment: exampleSegment },
});

/** One recipient of a frozen audience. */
export const campaignMemberSchema = z.object({ phone: phoneSchema });
export type CampaignMember = z.infer<typeof campaignMemberSchema>;
export const campaignMemberPageSchema = pageOf(
  'CampaignMemberPage',
  campaignMemberSchema,
  { phone: '44687985632' },
  { next: '44687985632', count: { value: 1_198, exact: true } },
);

export const campaignListQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  state: campaignStateSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CampaignListQuery = z.infer<typeof campaignListQuerySchema>;

/** The query of `GET /v1/campaigns/{id}/members`. `after` is the last phone of the previous page. */
export const campaignMembersQuerySchema = z.strictObject({
  after: phoneSchema.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export type CampaignMembersQuery = z.infer<typeof campaignMembersQuerySchema>;

/**
 * How an import changed the reach of a campaign that was a draft or scheduled while the import ran: the number of
 * contacts reached before the campaigns service saw the import's first change, and after it saw the last.
 */
export const reachEffectSchema = z.object({
  campaignId: idSchema,
  name: z.string(),
  before: z.int().nonnegative(),
  after: z.int().nonnegative(),
});
export type ReachEffect = z.infer<typeof reachEffectSchema>;
