import { z } from 'zod';
import { behindSchema, excludedSchema } from './campaign.js';
import { idSchema, timestampSchema } from './ids.js';
import { answerShapes, exampleIds } from './shapes.js';

/**
 * The campaigns service's view of an account: how many contacts are reachable, how many are not and why, the tags, and
 * how fresh the view is. `contacts` is `reachable` plus all `excluded`.
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
answerShapes.add(audienceSchema, {
  id: 'Audience',
  example: {
    accountId: exampleIds.account,
    contacts: 52_319,
    reachable: 49_877,
    excluded: [
      { reason: 'opted_out', count: 9 },
      { reason: 'no_tag_or_value', count: 2_410 },
      { reason: 'unusable_number', count: 23 },
      { reason: 'account_inactive', count: 0 },
    ],
    tags: [
      { tag: 'dog', count: 20_114 },
      { tag: 'cat', count: 17_020 },
    ],
    upTo: '2026-11-22T10:15:02.000Z',
    behind: { eventsWaiting: 3, oldestSeconds: 0.4 },
  },
});

/** The query of `GET /v1/campaigns/audience`. */
export const audienceQuerySchema = z.strictObject({ accountId: idSchema });
export type AudienceQuery = z.infer<typeof audienceQuerySchema>;
