import { z } from 'zod';

/**
 * The limits of the specification ("Limits"), each with the environment variable `LIMIT_…` that changes it.
 * Sizes are bytes.
 */
export const limitsSchema = z.object({
  uploadBytes: z.coerce
    .number()
    .int()
    .positive()
    .default(512 * 1024 * 1024),
  rows: z.coerce.number().int().positive().default(5_000_000),
  columns: z.coerce.number().int().positive().default(200),
  cellBytes: z.coerce.number().int().positive().default(4096),
  nameCharacters: z.coerce.number().int().positive().default(256),
  tagsPerContact: z.coerce.number().int().positive().default(50),
  valuesPerContact: z.coerce.number().int().positive().default(200),
  workbookBytes: z.coerce
    .number()
    .int()
    .positive()
    .default(2 * 1024 * 1024 * 1024),
  openImports: z.coerce.number().int().positive().default(10),
});
export type Limits = z.infer<typeof limitsSchema>;
export const defaultLimits: Limits = limitsSchema.parse({});
