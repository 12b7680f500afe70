import { z } from 'zod';
import { changedBySchema } from './contact.js';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';
import { contactsOrderSchema } from './order.js';
import { pageOf } from './page.js';
import { answerShapes, exampleIds, exampleOf } from './shapes.js';

/** What can be undone: an import, a tag change, or another undo. */
export const undoTargetSchema = z.strictObject({ kind: z.enum(['import', 'tag-change', 'undo']), id: idSchema });
export type UndoTarget = z.infer<typeof undoTargetSchema>;

/**
 * What an undo does. `restored`: contacts that are again as they were. `takenBack`: contacts that the import had created;
 * they lose their tags and values, and no campaign reaches them. `kept`: contacts that somebody has changed since; they
 * stay as they are. These add up to `processed`.
 */
const undoCountsSchema = z.object({
  restored: z.int().nonnegative(),
  takenBack: z.int().nonnegative(),
  kept: z.int().nonnegative(),
});

/** An undo as the API shows it. `waitsFor`: imports that were under way when it was ordered, and that it waits for. */
export const undoSchema = contactsOrderSchema.extend({
  of: undoTargetSchema,
  counts: undoCountsSchema,
  waitsFor: z.array(idSchema),
  undoneBy: idSchema.nullable().default(null),
});
export type Undo = z.infer<typeof undoSchema>;
answerShapes.add(undoSchema, {
  id: 'Undo',
  example: {
    id: '0197c5a0-9999-7000-8000-000000000009',
    accountId: exampleIds.account,
    of: { kind: 'import', id: exampleIds.import },
    status: 'completed',
    processed: 1_204,
    expected: 1_204,
    counts: { restored: 970, takenBack: 230, kept: 4 },
    contactsPerSecond: 4_000,
    waitsFor: [],
    undoneBy: null,
    error: null,
    createdAt: '2026-11-22T10:20:00.000Z',
    startedAt: '2026-11-22T10:20:00.100Z',
    finishedAt: '2026-11-22T10:20:00.400Z',
    createdBy: { kind: 'user', id: exampleIds.user },
  },
});
export const undoPageSchema = pageOf('UndoPage', undoSchema, exampleOf(undoSchema));

/** What an undo would do now. `exact` false: it would be more, because not all contacts were looked at. */
export const undoForecastSchema = undoCountsSchema.extend({
  exact: z.boolean(),
  /** The first contacts that would stay as they are, and who has changed them. */
  keptContacts: z.array(
    z.object({ phone: phoneSchema, name: z.string(), at: timestampSchema, changedBy: changedBySchema }),
  ),
});
export type UndoForecast = z.infer<typeof undoForecastSchema>;
answerShapes.add(undoForecastSchema, {
  id: 'UndoForecast',
  example: {
    ...{ restored: 970, takenBack: 230, kept: 4, exact: true },
    keptContacts: [
      {
        phone: '44687985632',
        name: 'Jane Smith',
        at: '2026-11-22T10:15:00.000Z',
        changedBy: { kind: 'user', id: exampleIds.user },
      },
    ],
  },
});
