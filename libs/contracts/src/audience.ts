import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';

/** What the campaigns service knows of an account: who is reachable, by tag, and how fresh that is. */
export const audienceSchema = z.object({
  accountId: idSchema,
  contacts: z.int().nonnegative(),
  reachable: z.int().nonnegative(),
  tags: z.array(z.object({ tag: z.string(), count: z.int().nonnegative() })),
  upTo: timestampSchema.nullable(),
  behind: z.object({ eventsWaiting: z.int().nonnegative(), oldestSeconds: z.number().nonnegative().nullable() }),
});
export type Audience = z.infer<typeof audienceSchema>;

/** The query of `GET /v1/campaigns/audience`. */
export const audienceQuerySchema = z.strictObject({ accountId: idSchema });
export type AudienceQuery = z.infer<typeof audienceQuerySchema>;
