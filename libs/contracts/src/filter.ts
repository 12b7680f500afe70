import { z } from 'zod';
import { parseValueCondition } from './filter-query.js';
import { idSchema } from './ids.js';

const MAX_CONDITIONS = 50;
const MAX_TEXT = 4096;

const label = z.string().trim().min(1).max(MAX_TEXT);
const valueCondition = z
  .string()
  .max(2 * MAX_TEXT)
  .refine((text) => parseValueCondition(text) !== null, 'write it as name:value, with \\: for a colon inside the name');
const several = <T extends z.ZodType>(item: T) => z.array(item).max(MAX_CONDITIONS).default([]);

/** The conditions of a filter, without the account. One language for the list, the count, exports and segments. */
export const conditionsSchema = z.strictObject({
  search: z.string().trim().max(256).default(''),
  tag: several(label),
  notTag: several(label),
  value: several(valueCondition),
  notValue: several(valueCondition),
  hasValue: several(label),
  notHasValue: several(label),
  match: z.enum(['all', 'any']).default('all'),
});
/** Conditions on contacts. `match` joins the *has* and *is* conditions; `search` and every *not* always apply. */
export type Conditions = z.infer<typeof conditionsSchema>;
/** Conditions as a client may write them: everything that has a default may be left out. */
export type ConditionsInput = z.input<typeof conditionsSchema>;

/**
 * The conditions of the list, exports and tag changes: besides, `import`, the contacts that this import was the last to
 * create or change. A campaign's segment has no such condition, as it speaks of people and not of files.
 */
const listConditionsSchema = conditionsSchema.extend({ import: idSchema.optional() });
export type ListConditions = z.infer<typeof listConditionsSchema>;
export type ListConditionsInput = z.input<typeof listConditionsSchema>;

/** A filter that names its account: exports and tag changes. */
export const accountFilterSchema = listConditionsSchema.extend({ accountId: idSchema });
export type AccountFilter = z.infer<typeof accountFilterSchema>;

export const sortSchema = z.enum(['phone', '-phone', 'name', '-name']);
export type Sort = z.infer<typeof sortSchema>;

/** The query of `GET /v1/contacts`: a filter, an order and a page. */
export const contactListQuerySchema = listConditionsSchema.extend({
  accountId: idSchema.optional(),
  sort: sortSchema.default('phone'),
  after: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  count: z.enum(['bounded', 'exact']).default('bounded'),
});
export type ContactListQuery = z.infer<typeof contactListQuerySchema>;
