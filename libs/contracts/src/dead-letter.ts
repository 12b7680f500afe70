import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { SERVICES } from './services.js';
import { pageOf } from './page.js';
import { answerShapes, exampleIds } from './shapes.js';

/**
 * An event that its subscriber gave up on. Only ids, no payload. `importId` and `batch` are set when the event is part
 * of an import.
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
export const deadLetterPageSchema = pageOf('DeadLetterPage', deadLetterSchema, {
  id: '0197c5a0-aaaa-7000-8000-00000000000a',
  event: 'ContactUpserted',
  subscriber: 'contacts',
  importId: exampleIds.import,
  batch: 17,
  reason: 'the organisation has no such account',
  attempts: 8,
  failedAt: '2026-11-22T10:21:30.000Z',
});

/** The query of `GET /v1/dead-letters`. */
export const deadLetterQuerySchema = z.strictObject({
  importId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeadLetterQuery = z.infer<typeof deadLetterQuerySchema>;

/** The response to a replay: the ids of the replayed letters. All letters of one import are replayed together. */
export const deadLetterReplaySchema = z.object({ ids: z.array(idSchema) });
export type DeadLetterReplay = z.infer<typeof deadLetterReplaySchema>;
answerShapes.add(deadLetterReplaySchema, {
  id: 'DeadLetterReplay',
  example: { ids: ['0197c5a0-aaaa-7000-8000-00000000000a'] },
});
