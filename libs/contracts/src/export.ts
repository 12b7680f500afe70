import { z } from 'zod';
import { accountFilterSchema } from './filter.js';
import { idSchema, timestampSchema } from './ids.js';
import { contactsOrderSchema, orderStatusSchema } from './order.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

export const exportFormatSchema = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** The body of `POST /v1/exports`. `segmentId`: only contacts that match this saved segment too. */
export const exportRequestSchema = z.strictObject({
  filter: accountFilterSchema,
  segmentId: idSchema.optional(),
  format: exportFormatSchema.default('csv'),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;
bodyShapes.add(exportRequestSchema, {
  id: 'ExportRequest',
  example: exportRequestSchema.parse({
    filter: { accountId: exampleIds.account, search: 'Jane', tag: ['dog'], notValue: ['gender:male'] },
  }),
});

/**
 * An export as the API shows it. `filter`: what was ordered, with the conditions that the segment had then. `rows`: the
 * number written so far. `expectedRows`: an estimate of the total.
 */
export const exportSchema = contactsOrderSchema
  .pick({ id: true, accountId: true, error: true, createdAt: true, finishedAt: true })
  .extend({
    filter: accountFilterSchema,
    segmentId: idSchema.nullable().optional(),
    format: exportFormatSchema,
    status: orderStatusSchema.exclude(['cancelled']),
    rows: z.int().nonnegative(),
    expectedRows: z.int().nonnegative().nullable(),
    rowsPerSecond: z.number().nonnegative().nullable(),
    fileSize: z.int().nonnegative().nullable(),
    sha256: z.string().nullable(),
    fileName: z.string(),
    expiresAt: timestampSchema.nullable(),
  });
export type Export = z.infer<typeof exportSchema>;
answerShapes.add(exportSchema, {
  id: 'Export',
  example: {
    id: exampleIds.export,
    accountId: exampleIds.account,
    filter: exampleOf(exportRequestSchema).filter,
    format: 'csv',
    status: 'completed',
    rows: 1_204,
    expectedRows: 1_204,
    rowsPerSecond: 52_000,
    fileSize: 61_440,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    fileName: 'contacts-sales-spain-2026-11-22.csv',
    error: null,
    createdAt: '2026-11-22T10:20:00.000Z',
    finishedAt: '2026-11-22T10:20:01.000Z',
    expiresAt: '2026-11-25T10:20:01.000Z',
  },
});
export const exportPageSchema = pageOf('ExportPage', exportSchema, exampleOf(exportSchema));
