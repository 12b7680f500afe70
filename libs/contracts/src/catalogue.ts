import { z } from 'zod';
import { idSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, exampleOf } from './shapes.js';

/** The query of `GET /v1/tags`. With `name`, it lists the values of that name; without it, tags and value names. */
export const catalogueQuerySchema = z.strictObject({
  accountId: idSchema,
  search: z.string().trim().max(256).default(''),
  kind: z.enum(['tag', 'value']).optional(),
  name: z.string().trim().min(1).max(4096).optional(),
  after: z.string().max(8192).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CatalogueQuery = z.infer<typeof catalogueQuerySchema>;

/**
 * A tag, a value name or (with `value`) one value, and how many contacts have it. The count is a lower bound when
 * `exact` is false.
 */
export const catalogueEntrySchema = z.object({
  kind: z.enum(['tag', 'value']),
  name: z.string(),
  value: z.string().optional(),
  contacts: z.int().nonnegative(),
  exact: z.boolean(),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;
answerShapes.add(catalogueEntrySchema, {
  id: 'CatalogueEntry',
  example: { kind: 'value', name: 'city', value: 'London', contacts: 10_000, exact: false },
});
export const cataloguePageSchema = pageOf('CataloguePage', catalogueEntrySchema, exampleOf(catalogueEntrySchema));
