import { z } from 'zod';
import { idSchema } from './ids.js';
import { contactsOrderSchema } from './order.js';
import { subscribersOf, type ServiceName } from './services.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** Every subscriber of `ContactChanged` can receive a replay. */
const replaySubscriberSchema = z.enum(subscribersOf('ContactChanged') as [ServiceName, ...ServiceName[]]);

/** The body of `POST /v1/replays`: send the current state of every contact of an account to the subscriber `to`. */
export const replayRequestSchema = z.strictObject({ accountId: idSchema, to: replaySubscriberSchema });
export type ReplayRequest = z.infer<typeof replayRequestSchema>;
bodyShapes.add(replayRequestSchema, {
  id: 'ReplayRequest',
  example: { accountId: exampleIds.account, to: 'campaigns' },
});

/**
 * A replay as the API shows it. `processed`: contacts published so far, out of about `expected`. `eventsWaiting`: how
 * many of these events the subscriber has not handled yet. The replay is `completed` when all contacts were published
 * and no event waits.
 */
export const replaySchema = contactsOrderSchema.extend({
  to: replaySubscriberSchema,
  eventsWaiting: z.int().nonnegative(),
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
