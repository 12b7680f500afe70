import { z } from 'zod';
import { pageQuerySchema } from './access.js';
import { campaignStateSchema } from './campaign.js';
import { exportRequestSchema } from './export.js';
import { conditionsSchema } from './filter.js';
import { countSchema, idSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { fieldError } from './sentences/field-errors.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

const { accountId: _, ...exampleConditions } = exampleOf(exportRequestSchema).filter;
const segmentName = z.string().trim().min(1).max(256);

/** A campaign that refers to a segment and whose audience is not frozen yet. */
export const segmentUseSchema = z.object({
  campaignId: idSchema,
  name: z.string(),
  state: campaignStateSchema,
  scheduledAt: timestampSchema.nullable(),
});
export type SegmentUse = z.infer<typeof segmentUseSchema>;

/**
 * A saved segment: conditions with a name, for one account (`accountId`) or for all of the organisation (null). `count`:
 * how many contacts matched at `at`; null when that was never counted. `usedBy`: newest first.
 */
export const segmentSchema = z.object({
  id: idSchema,
  name: z.string(),
  accountId: idSchema.nullable(),
  conditions: conditionsSchema,
  count: countSchema.extend({ at: timestampSchema }).nullable(),
  usedBy: z.array(segmentUseSchema),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  createdBy: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
});
export type Segment = z.infer<typeof segmentSchema>;
answerShapes.add(segmentSchema, {
  id: 'Segment',
  example: {
    id: exampleIds.segment,
    name: 'Dog owners',
    accountId: exampleIds.account,
    conditions: exampleConditions,
    count: { value: 1_204, exact: true, at: '2026-11-22T10:20:00.000Z' },
    usedBy: [
      {
        campaignId: '0197c5a0-7777-7000-8000-000000000007',
        name: 'Summer sale',
        state: 'scheduled',
        scheduledAt: '2026-11-23T09:00:00.000Z',
      },
    ],
    createdAt: '2026-11-22T10:20:00.000Z',
    updatedAt: '2026-11-22T10:20:00.000Z',
    createdBy: { kind: 'user', id: exampleIds.user },
  },
});
export const segmentPageSchema = pageOf('SegmentPage', segmentSchema, exampleOf(segmentSchema));

/** The body of `POST /v1/segments`. */
export const segmentCreateSchema = z.strictObject({
  name: segmentName,
  accountId: idSchema.nullable().default(null),
  conditions: conditionsSchema,
});
export type SegmentCreate = z.infer<typeof segmentCreateSchema>;
bodyShapes.add(segmentCreateSchema, {
  id: 'SegmentCreate',
  example: { name: 'Dog owners', accountId: exampleIds.account, conditions: exampleConditions },
});

/** The body of `PATCH /v1/segments/{id}`. Omitted fields do not change. `conditions` is replaced as a whole. */
export const segmentPatchSchema = z
  .strictObject({ name: segmentName.optional(), conditions: conditionsSchema.optional() })
  .refine((patch) => Object.keys(patch).length > 0, fieldError('field/says_nothing'))
  .meta({ minProperties: 1 });
export type SegmentPatch = z.infer<typeof segmentPatchSchema>;
bodyShapes.add(segmentPatchSchema, { id: 'SegmentPatch', example: { name: 'Dog owners of Spain' } });

/** The query of `GET /v1/segments`. `accountId`: the segments of this account, and those of all accounts. */
export const segmentListQuerySchema = pageQuerySchema.extend({ accountId: idSchema.optional() });
export type SegmentListQuery = z.infer<typeof segmentListQuerySchema>;

/** The query of `DELETE /v1/segments/{id}`. */
export const segmentRemovalSchema = z.strictObject({ force: z.enum(['true', 'false']).default('false') });
export type SegmentRemoval = z.infer<typeof segmentRemovalSchema>;
