import { z } from 'zod';
import { accountFilterSchema } from './filter.js';
import { idSchema, timestampSchema } from './ids.js';

const tagsSchema = z.array(z.string()).max(50).default([]);

/** The body of `POST /v1/tag-changes`: tags to add to, and to remove from, every contact that the filter finds. */
export const tagChangeRequestSchema = z.strictObject({
  filter: accountFilterSchema,
  add: tagsSchema,
  remove: tagsSchema,
});
export type TagChangeRequest = z.infer<typeof tagChangeRequestSchema>;

/** Every state of a tag change, in the order of its life. */
export const tagChangeStatusSchema = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']);
export type TagChangeStatus = z.infer<typeof tagChangeStatusSchema>;

/**
 * A tag change as the API shows it. `processed` contacts of about `expected`; the counts add up to `processed`.
 * `rejected`: the contact would have more tags than one may have, and stayed as it was.
 */
export const tagChangeSchema = z.object({
  id: idSchema,
  accountId: idSchema,
  filter: accountFilterSchema,
  add: z.array(z.string()),
  remove: z.array(z.string()),
  status: tagChangeStatusSchema,
  processed: z.int().nonnegative(),
  expected: z.int().nonnegative().nullable(),
  counts: z.object({
    updated: z.int().nonnegative(),
    unchanged: z.int().nonnegative(),
    rejected: z.int().nonnegative(),
  }),
  contactsPerSecond: z.number().nonnegative().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  createdBy: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
});
export type TagChange = z.infer<typeof tagChangeSchema>;

/** The query of `GET /v1/tag-changes`. */
export const tagChangeListQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TagChangeListQuery = z.infer<typeof tagChangeListQuerySchema>;
