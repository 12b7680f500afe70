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
  /** An upload of which less comes in `uploadStallSeconds` is cut. */
  uploadBytesPerSecond: z.coerce.number().int().positive().default(1024),
  uploadStallSeconds: z.coerce.number().positive().default(30),
  /** Requests of one key or person, and of an organisation as a whole. */
  requestsPerMinute: z.coerce.number().int().positive().default(6_000),
  organisationRequestsPerMinute: z.coerce.number().int().positive().default(30_000),
  /** Tries to sign in: with one e-mail address from one sender, and from one sender at all. */
  signInsPerMinute: z.coerce.number().int().positive().default(20),
  senderSignInsPerMinute: z.coerce.number().int().positive().default(200),
});
export type Limits = z.infer<typeof limitsSchema>;
export const defaultLimits: Limits = limitsSchema.parse({});
