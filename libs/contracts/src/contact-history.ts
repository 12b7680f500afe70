import { z } from 'zod';
import { changedBySchema, optOutSchema, reachabilitySchema } from './contact.js';
import { countSchema, idSchema, timestampSchema } from './ids.js';
import { answerShapes, exampleIds } from './shapes.js';

const beforeAndAfter = <T extends z.ZodType>(schema: T) => z.object({ before: schema, after: schema });

/** What a change did to a contact: only the fields that changed. A value that is null: the contact does not have it. */
export const contactChangesSchema = z.object({
  name: beforeAndAfter(z.string()).optional(),
  tags: beforeAndAfter(z.array(z.string())).optional(),
  values: z.array(beforeAndAfter(z.string().nullable()).extend({ name: z.string() })).optional(),
  optOut: beforeAndAfter(optOutSchema.nullable()).optional(),
  reachability: beforeAndAfter(reachabilitySchema.nullable()).optional(),
  /** Whether an undo took the contact back. */
  takenBack: beforeAndAfter(z.boolean()).optional(),
});
export type ContactChanges = z.infer<typeof contactChangesSchema>;

/** The order of which a change was a part; its author is in `changedBy`. */
export const changeOrderSchema = z.object({ kind: z.enum(['tag-change', 'undo']), id: idSchema });
export type ChangeOrder = z.infer<typeof changeOrderSchema>;

/** One change of a contact. `changes` is null for the one that created it, and for one whose details are not kept. */
export const contactChangeSchema = z.object({
  revision: z.int().positive(),
  at: timestampSchema,
  changedBy: changedBySchema,
  order: changeOrderSchema.nullable(),
  changes: contactChangesSchema.nullable(),
});
export type ContactChange = z.infer<typeof contactChangeSchema>;

/**
 * The history of a contact, newest first. `keptDays`: how many days a change is kept; 0: for ever. `isComplete`: no change
 * since the contact was created is missing.
 */
export const contactHistorySchema = z.object({
  items: z.array(contactChangeSchema),
  next: z.string().nullable(),
  count: countSchema,
  keptDays: z.number().nonnegative(),
  isComplete: z.boolean(),
  createdAt: timestampSchema,
});
export type ContactHistory = z.infer<typeof contactHistorySchema>;
answerShapes.add(contactHistorySchema, {
  id: 'ContactHistory',
  example: {
    items: [
      {
        revision: 2,
        at: '2026-11-22T10:15:00.000Z',
        changedBy: { kind: 'user', id: exampleIds.user },
        order: null,
        changes: {
          tags: { before: ['cat'], after: ['cat', 'dog'] },
          values: [{ name: 'city', before: 'London', after: null }],
        },
      },
      {
        revision: 1,
        at: '2026-11-20T09:30:00.000Z',
        changedBy: { kind: 'import', id: exampleIds.import, row: 2 },
        order: null,
        changes: null,
      },
    ],
    next: null,
    count: { value: 2, exact: true },
    keptDays: 30,
    isComplete: true,
    createdAt: '2026-11-20T09:30:00.000Z',
  },
});

export const contactHistoryQuerySchema = z.strictObject({
  /** The revision after which the page begins: `next` of the page before. */
  after: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ContactHistoryQuery = z.infer<typeof contactHistoryQuerySchema>;
