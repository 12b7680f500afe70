import { z } from 'zod';
import { accountFilterSchema } from './filter.js';
import { idSchema } from './ids.js';
import { exportRequestSchema } from './export.js';
import { contactsOrderSchema } from './order.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** The maximum length is `LIMIT_TAGS_PER_CONTACT`; the gateway checks it, because it knows the configuration. */
const tagsSchema = z.array(z.string()).default([]);

/**
 * The body of `POST /v1/tag-changes`: tags to add to, and to remove from, every contact that matches the filter, and the
 * saved segment if one is named.
 */
export const tagChangeRequestSchema = z.strictObject({
  filter: accountFilterSchema,
  segmentId: idSchema.optional(),
  add: tagsSchema,
  remove: tagsSchema,
});
export type TagChangeRequest = z.infer<typeof tagChangeRequestSchema>;
bodyShapes.add(tagChangeRequestSchema, {
  id: 'TagChangeRequest',
  example: { filter: exampleOf(exportRequestSchema).filter, add: ['summer'], remove: ['spring'] },
});

/**
 * A tag change as the API shows it. `filter` has the conditions that the segment had when it was ordered. The counts add
 * up to `processed`. `rejected`: contacts left unchanged, because they would have had too many tags. `undoneBy`: the undo
 * that undid it.
 */
export const tagChangeSchema = contactsOrderSchema.extend({
  filter: accountFilterSchema,
  segmentId: idSchema.nullable().optional(),
  add: z.array(z.string()),
  remove: z.array(z.string()),
  counts: z.object({
    updated: z.int().nonnegative(),
    unchanged: z.int().nonnegative(),
    rejected: z.int().nonnegative(),
  }),
  undoneBy: idSchema.nullable().default(null),
});
export type TagChange = z.infer<typeof tagChangeSchema>;
answerShapes.add(tagChangeSchema, {
  id: 'TagChange',
  example: {
    id: '0197c5a0-6666-7000-8000-000000000006',
    accountId: exampleIds.account,
    filter: exampleOf(exportRequestSchema).filter,
    add: ['summer'],
    remove: ['spring'],
    status: 'running',
    processed: 1_000,
    expected: 1_204,
    counts: { updated: 970, unchanged: 28, rejected: 2 },
    undoneBy: null,
    contactsPerSecond: 4_000,
    error: null,
    createdAt: '2026-11-22T10:20:00.000Z',
    startedAt: '2026-11-22T10:20:00.100Z',
    finishedAt: null,
    createdBy: { kind: 'user', id: exampleIds.user },
  },
});
export const tagChangePageSchema = pageOf('TagChangePage', tagChangeSchema, exampleOf(tagChangeSchema));
