import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { changedBySchema, optOutSchema, reachabilityReportSchema } from './contact.js';
import { idSchema, phoneSchema } from './ids.js';
import { bodyShapes } from './shapes.js';
import { codedSchema } from './sentences/index.js';

/** An object of values, read as entries, because `z.record` would lose a value called `__proto__`. */
const valuesSchema = z
  .unknown()
  .meta({
    type: 'object',
    additionalProperties: { type: ['string', 'null'] },
    description: 'By name. `null` or a blank text removes the value; names that are not given stay as they are.',
  })
  .transform((input, context): { name: string; value: string | null }[] => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      context.addIssue({ code: 'custom', message: fieldError('field/not_values') });
      return z.NEVER;
    }
    const entries = Object.entries(input as Record<string, unknown>);
    for (const [name, value] of entries) {
      if (typeof value === 'string' || value === null) continue;
      context.addIssue({ code: 'custom', path: [name], message: fieldError('field/not_text') });
    }
    return entries.map(([name, value]) => ({ name, value: value as string | null }));
  });

const tagsSchema = z.array(z.string());

/**
 * The body of `POST /v1/accounts/{accountId}/contacts`: one contact, by the rules for rows. An existing contact is
 * updated: `tags` replaces its tags, `values` sets the named values, and omitted fields do not change.
 */
export const contactCreateSchema = z.strictObject({
  phone: z.string(),
  name: z.string(),
  tags: tagsSchema.optional(),
  values: valuesSchema.optional(),
});
export type ContactCreate = z.infer<typeof contactCreateSchema>;
bodyShapes.add(contactCreateSchema, {
  id: 'ContactCreate',
  example: { phone: '+44 687 985632', name: 'Jane Smith', tags: ['cat', 'dog'], values: { city: 'london' } },
});

/**
 * The body of `PATCH /v1/accounts/{accountId}/contacts/{phone}`, merged like RFC 7396: omitted fields do not change.
 * `tags` is the new list, or an object with tags to add and to remove.
 */
export const contactPatchSchema = z.strictObject({
  name: z.string().optional(),
  tags: z
    .union([tagsSchema, z.strictObject({ add: tagsSchema.default([]), remove: tagsSchema.default([]) })])
    .optional(),
  values: valuesSchema.optional(),
});
export type ContactPatch = z.infer<typeof contactPatchSchema>;
bodyShapes.add(contactPatchSchema, {
  id: 'ContactPatch',
  example: { tags: { add: ['vip'], remove: ['cat'] }, values: { city: 'Madrid', gender: null } },
});

/** A change of one contact, validated and tidied. `name` null: no change. `value` null: remove the value. */
export const contactEditSchema = z.object({
  name: z.string().nullable(),
  /** `replace` null: the tags are not replaced; `remove` and then `add` apply to the existing tags. */
  tags: z.object({ replace: z.array(z.string()).nullable(), add: z.array(z.string()), remove: z.array(z.string()) }),
  values: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
});
export type ContactEdit = z.infer<typeof contactEditSchema>;

/** A job for the contacts service: carry out this edit. */
export const contactEditJobSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  phone: phoneSchema,
  edit: contactEditSchema,
  /** A sender's report about the number, if there is one. */
  reachability: reachabilityReportSchema.optional(),
  /** If false, only an existing contact is changed. */
  mayCreate: z.boolean(),
  /** The revisions to which the change may be applied; null: any. */
  revisions: z.array(z.int().positive()).nullable(),
  changedBy: changedBySchema,
});
export type ContactEditJob = z.infer<typeof contactEditJobSchema>;

/** The result of an edit. Like every job's result it has no personal data, because Redis keeps it for a while. */
export const contactEditResultSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['created', 'updated', 'unchanged']) }),
  z.object({ outcome: z.enum(['not_found', 'revision_mismatch', 'failed']) }),
  codedSchema.extend({ outcome: z.literal('rejected'), field: z.string() }),
]);
export type ContactEditResult = z.infer<typeof contactEditResultSchema>;

/** A job for the contacts service: mark a contact as "do not contact", or take the mark off (`mark` null). */
export const optOutJobSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  phone: phoneSchema,
  mark: optOutSchema.pick({ scope: true, reason: true }).nullable(),
  changedBy: changedBySchema,
});
export type OptOutJob = z.infer<typeof optOutJobSchema>;

/** A job for the contacts service: erase what is known of these numbers, which are one person's, in all accounts. */
export const erasureJobSchema = z.object({
  organisationId: idSchema,
  phones: z.array(phoneSchema).min(1),
  changedBy: changedBySchema,
});
export type ErasureJob = z.infer<typeof erasureJobSchema>;
