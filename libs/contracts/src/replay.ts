import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { sentenceSchema } from './sentences/index.js';
import { subscribersOf, type ServiceName } from './services.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** Whoever hears of contacts can be told of them again. */
const replaySubscriberSchema = z.enum(subscribersOf('ContactChanged') as [ServiceName, ...ServiceName[]]);

/** The body of `POST /v1/replays`: tell `to` the present state of every contact of an account. */
export const replayRequestSchema = z.strictObject({ accountId: idSchema, to: replaySubscriberSchema });
export type ReplayRequest = z.infer<typeof replayRequestSchema>;
bodyShapes.add(replayRequestSchema, {
  id: 'ReplayRequest',
  example: { accountId: exampleIds.account, to: 'campaigns' },
});

/** Every state of a replay, in the order of its life. */
export const replayStatusSchema = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']);
export type ReplayStatus = z.infer<typeof replayStatusSchema>;

/**
 * A replay as the API shows it. `processed` contacts of about `expected` were told of; `eventsWaiting` of those events
 * the subscriber has not handled yet. It is `completed` when every contact was told of and no event waits.
 */
export const replaySchema = z.object({
  id: idSchema,
  accountId: idSchema,
  to: replaySubscriberSchema,
  status: replayStatusSchema,
  processed: z.int().nonnegative(),
  expected: z.int().nonnegative().nullable(),
  eventsWaiting: z.int().nonnegative(),
  contactsPerSecond: z.number().nonnegative().nullable(),
  error: sentenceSchema.nullable(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  createdBy: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
});
export type Replay = z.infer<typeof replaySchema>;
answerShapes.add(replaySchema, {
  id: 'Replay',
  example: {
    id: '0197c5a0-a1a1-7000-8000-00000000000a',
    ...exampleOf(replayRequestSchema),
    status: 'running',
    processed: 40_000,
    expected: 52_310,
    eventsWaiting: 7,
    contactsPerSecond: 9_500,
    error: null,
    createdAt: '2026-11-22T10:15:00.000Z',
    startedAt: '2026-11-22T10:15:00.000Z',
    finishedAt: null,
    createdBy: { kind: 'user', id: exampleIds.user },
  },
});
export const replayPageSchema = pageOf('ReplayPage', replaySchema, exampleOf(replaySchema));

/** The query of `GET /v1/replays`. */
export const replayListQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReplayListQuery = z.infer<typeof replayListQuerySchema>;
