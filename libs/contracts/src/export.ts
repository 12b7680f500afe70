import { z } from 'zod';
import { accountFilterSchema } from './filter.js';
import { idSchema, timestampSchema } from './ids.js';

export const exportFormatSchema = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** The body of `POST /v1/exports`. */
export const exportRequestSchema = z.strictObject({
  filter: accountFilterSchema,
  format: exportFormatSchema.default('csv'),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** An export as the API shows it. `rows` is what was written so far; `expectedRows` about how many it will be. */
export const exportSchema = z.object({
  id: idSchema,
  accountId: idSchema,
  filter: accountFilterSchema,
  format: exportFormatSchema,
  status: z.enum(['queued', 'running', 'completed', 'failed']),
  rows: z.int().nonnegative(),
  expectedRows: z.int().nonnegative().nullable(),
  rowsPerSecond: z.number().nonnegative().nullable(),
  fileSize: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  fileName: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: timestampSchema,
  finishedAt: timestampSchema.nullable(),
  expiresAt: timestampSchema.nullable(),
});
export type Export = z.infer<typeof exportSchema>;

/** The query of `GET /v1/exports`. */
export const exportListQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ExportListQuery = z.infer<typeof exportListQuerySchema>;
