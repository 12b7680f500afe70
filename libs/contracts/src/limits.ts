import { z } from 'zod';

/**
 * The limits of the product and their defaults. Each can be changed by an environment variable `LIMIT_…`. Sizes are in
 * bytes.
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
  /** An upload is aborted when it delivers less than this within `uploadStallSeconds`. */
  uploadBytesPerSecond: z.coerce.number().int().positive().default(1024),
  uploadStallSeconds: z.coerce.number().positive().default(30),
  /** Requests of one key or person, and of a whole organisation. */
  requestsPerMinute: z.coerce.number().int().positive().default(6_000),
  organisationRequestsPerMinute: z.coerce.number().int().positive().default(30_000),
  /** Requests of an organisation that one gateway works on at the same time. More of them wait for a moment. */
  organisationRequestsAtOnce: z.coerce.number().int().positive().default(8),
  /** Sign-in attempts for one e-mail address from one client address, and from one client address in total. */
  signInsPerMinute: z.coerce.number().int().positive().default(20),
  senderSignInsPerMinute: z.coerce.number().int().positive().default(200),
  /** Sign-in attempts for one e-mail address from all client addresses together. */
  addressSignInsPerMinute: z.coerce.number().int().positive().default(60),
});
export type Limits = z.infer<typeof limitsSchema>;
export const defaultLimits: Limits = limitsSchema.parse({});
