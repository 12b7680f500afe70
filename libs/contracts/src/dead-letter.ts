import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { SERVICES } from './services.js';

/**
 * An event that its subscriber gave up. Ids alone: what it was about stays inside. `importId` and `batch` are there
 * when it is a part of an import.
 */
export const deadLetterSchema = z.object({
  id: idSchema,
  event: z.string(),
  subscriber: z.enum(SERVICES),
  importId: idSchema.nullable(),
  batch: z.int().nonnegative().nullable(),
  reason: z.string(),
  attempts: z.int().positive(),
  failedAt: timestampSchema,
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** The query of `GET /v1/dead-letters`. */
export const deadLetterQuerySchema = z.strictObject({
  importId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeadLetterQuery = z.infer<typeof deadLetterQuerySchema>;

/** The answer to a replay: the letters that went out again. Of an import all go together. */
export const deadLetterReplaySchema = z.object({ ids: z.array(idSchema) });
export type DeadLetterReplay = z.infer<typeof deadLetterReplaySchema>;
