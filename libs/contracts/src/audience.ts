import { z } from 'zod';
import { behindSchema, excludedSchema } from './campaign.js';
import { idSchema, timestampSchema } from './ids.js';

/**
 * What the campaigns service knows of an account: who is reachable, who is not and why, by tag, and how fresh that is.
 * `contacts` is `reachable` and all that is `excluded`.
 */
export const audienceSchema = z.object({
  accountId: idSchema,
  contacts: z.int().nonnegative(),
  reachable: z.int().nonnegative(),
  excluded: excludedSchema,
  tags: z.array(z.object({ tag: z.string(), count: z.int().nonnegative() })),
  upTo: timestampSchema.nullable(),
  behind: behindSchema,
});
export type Audience = z.infer<typeof audienceSchema>;

/** The query of `GET /v1/campaigns/audience`. */
export const audienceQuerySchema = z.strictObject({ accountId: idSchema });
export type AudienceQuery = z.infer<typeof audienceQuerySchema>;
