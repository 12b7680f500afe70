import { z } from 'zod';
import {
  CONDITION_PARAMETERS,
  CONDITIONS,
  type ConditionName,
  type ParameterOf,
  type SegmentCondition,
} from './conditions.js';
import { parseValueCondition } from './filter-query.js';
import { idSchema } from './ids.js';
import { fieldError } from './sentences/field-errors.js';

const MAX_CONDITIONS = 50;
const MAX_TEXT = 4096;

const label = z.string().trim().min(1).max(MAX_TEXT);
const valueCondition = z
  .string()
  .max(2 * MAX_TEXT)
  .refine((text) => parseValueCondition(text) !== null, fieldError('field/value_condition'))
  .meta({ pattern: String.raw`^\s*(\\[\s\S]|[^:\\\s])(\\[\s\S]|[^:\\])*:` });
const several = <T extends z.ZodType>(item: T) => z.array(item).max(MAX_CONDITIONS).default([]);

/** The schema for the text of each kind of condition. */
const SCHEMAS = {
  words: z.string().trim().max(256).default(''),
  tag: several(label),
  value: several(valueCondition),
  valueName: several(label),
  importId: idSchema.optional(),
  time: z.iso
    .datetime({
      offset: true,
      error: ({ code }) => (code === 'invalid_format' ? fieldError('field/time') : undefined),
    })
    .optional(),
  yesOrNo: z.enum(['yes', 'no']).optional(),
} satisfies Record<(typeof CONDITIONS)[ConditionName]['kind'], z.ZodType>;

type Shape<N extends ConditionName> = {
  [P in ParameterOf<N>]: (typeof SCHEMAS)[{
    [M in N]: P extends ParameterOf<M> ? (typeof CONDITIONS)[M]['kind'] : never;
  }[N]];
};

/** The fields of the conditions that are allowed in segments, or of all others. */
function shapeOf<S extends boolean>(inSegments: S) {
  const fields = [...CONDITION_PARAMETERS.values()]
    .filter(({ name }) => (CONDITIONS[name].segment !== 'no') === inSegments)
    .map(({ parameter, name }) => {
      const condition = CONDITIONS[name];
      const schema = SCHEMAS[condition.kind];
      return [parameter, 'about' in condition ? schema.describe(condition.about) : schema];
    });
  return Object.fromEntries(fields) as Shape<
    S extends true ? SegmentCondition : Exclude<ConditionName, SegmentCondition>
  >;
}

/** The conditions of a segment. Filters of the contact list have these and some more. */
export const conditionsSchema = z.strictObject({
  ...shapeOf(true),
  match: z.enum(['all', 'any']).default('all'),
});
/** Conditions on contacts. `match` joins the *has* and *is* conditions; all others always apply. */
export type Conditions = z.infer<typeof conditionsSchema>;
/** Conditions as a client may write them: fields with a default may be omitted. */
export type ConditionsInput = z.input<typeof conditionsSchema>;

/** What a JSON schema adds to say that there are no conditions. */
export const emptyConditionsMeta = {
  properties: {
    ...Object.fromEntries([...CONDITION_PARAMETERS.keys()].map((name) => [name, { maxItems: 0, pattern: '^\\s*$' }])),
    match: { const: 'all' },
  },
};

/** All conditions: for the contact list, exports and tag changes. */
export const listConditionsSchema = conditionsSchema.extend(shapeOf(false));
export type ListConditions = z.infer<typeof listConditionsSchema>;
export type ListConditionsInput = z.input<typeof listConditionsSchema>;

/** A filter with its account, for exports and tag changes. */
export const accountFilterSchema = listConditionsSchema.extend({ accountId: idSchema });
export type AccountFilter = z.infer<typeof accountFilterSchema>;

export const sortSchema = z.enum(['phone', '-phone', 'name', '-name']);
export type Sort = z.infer<typeof sortSchema>;

/** The query of `GET /v1/contacts`: a filter, perhaps a saved segment beside it, a sort order and a page. */
export const contactListQuerySchema = listConditionsSchema.extend({
  accountId: idSchema.optional(),
  segmentId: idSchema.optional(),
  sort: sortSchema.default('phone'),
  after: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  count: z.enum(['bounded', 'exact']).default('bounded'),
});
export type ContactListQuery = z.infer<typeof contactListQuerySchema>;
