import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { idSchema } from './ids.js';
import { FINISHED_IMPORT_STATUSES } from './import-status.js';
import { answerShapes, exampleIds } from './shapes.js';

/** Whether this is the name of a time zone, such as `Europe/Madrid`. */
function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The query of `GET /v1/statistics/imports`. Days are days in the given time zone; the last one is today. */
export const importStatisticsQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  days: z.coerce.number().int().min(1).max(366).default(90),
  timeZone: z.string().max(64).default('UTC').refine(isTimeZone, fieldError('field/time_zone')),
});
export type ImportStatisticsQuery = z.infer<typeof importStatisticsQuerySchema>;

const daySchema = z.iso.date();

/**
 * The imports that ended on one day: how many in each final state, and how many contacts they created and updated. Days
 * without an import are omitted.
 */
export const importDaySchema = z.object({
  date: daySchema,
  imports: z.partialRecord(z.enum(FINISHED_IMPORT_STATUSES), z.int().positive()),
  created: z.int().nonnegative(),
  updated: z.int().nonnegative(),
});
export type ImportDay = z.infer<typeof importDaySchema>;

/**
 * Imports by account and day. `createdBefore`: the number of contacts that imports had created before the first day.
 */
export const importStatisticsSchema = z.object({
  from: daySchema,
  to: daySchema,
  accounts: z.array(
    z.object({ accountId: idSchema, createdBefore: z.int().nonnegative(), days: z.array(importDaySchema) }),
  ),
});
export type ImportStatistics = z.infer<typeof importStatisticsSchema>;
answerShapes.add(importStatisticsSchema, {
  id: 'ImportStatistics',
  example: {
    from: '2026-08-25',
    to: '2026-11-22',
    accounts: [
      {
        accountId: exampleIds.account,
        createdBefore: 20_310,
        days: [{ date: '2026-11-20', imports: { completed: 2, rejected: 1 }, created: 31_000, updated: 6_000 }],
      },
    ],
  },
});

export const tagStatisticsQuerySchema = z.strictObject({ accountId: idSchema });
export type TagStatisticsQuery = z.infer<typeof tagStatisticsQuerySchema>;
