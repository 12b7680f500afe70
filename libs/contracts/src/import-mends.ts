import { z } from 'zod';
import { countSchema, timestampSchema } from './ids.js';
import { codedSchema, sentenceSchema } from './sentences/index.js';
import { fieldError } from './sentences/field-errors.js';
import { answerShapes, bodyShapes, exampleIds } from './shapes.js';

/** How many cells, rows and rules of an import can be mended. */
export const MAX_MENDS = 10_000;

const headerSchema = z.string().trim().min(1).max(4096);
const cellSchema = z.string().max(32_768);

/**
 * What one row becomes. `cells`: by the header of the column what a cell becomes; null takes that back. `dropSurplus`:
 * the cells beyond the header are removed. `leaveOut`: the row counts as if it were not in the file.
 */
const rowMendSchema = z.strictObject({
  row: z.int().positive(),
  cells: z.record(z.string(), cellSchema.nullable()).optional(),
  dropSurplus: z.boolean().optional(),
  leaveOut: z.boolean().optional(),
});

/** What every cell of a column becomes that says exactly `from`; null takes that back. */
const sameMendSchema = z.strictObject({ column: headerSchema, from: cellSchema, to: cellSchema.nullable() });

/** Whether all rows that are rejected with this code are left out. */
const kindMendSchema = z.strictObject({ code: z.string().max(100), leaveOut: z.boolean() });

/**
 * The body of `PATCH /v1/imports/{id}/mends`: what is added to the mends of an import. `check` is that of the rows that
 * were seen; if the file was checked again since, nothing is mended.
 */
export const importMendsSchema = z
  .strictObject({
    check: z.int().nonnegative().optional(),
    rows: z.array(rowMendSchema).max(1000).default([]),
    same: z.array(sameMendSchema).max(100).default([]),
    kinds: z.array(kindMendSchema).max(100).default([]),
  })
  .superRefine(({ rows, same, kinds }, context) => {
    if (rows.length + same.length + kinds.length === 0)
      context.addIssue({ code: 'custom', message: fieldError('field/says_nothing') });
    const seen = new Set<number>();
    for (const [at, { row }] of rows.entries()) {
      if (seen.has(row))
        context.addIssue({ code: 'custom', path: ['rows', at, 'row'], message: fieldError('field/row_twice') });
      seen.add(row);
    }
  })
  .meta({
    anyOf: ['rows', 'same', 'kinds'].map((name) => ({ required: [name], properties: { [name]: { minItems: 1 } } })),
    description: 'A row may be there once.',
  });
export type ImportMends = z.infer<typeof importMendsSchema>;
bodyShapes.add(importMendsSchema, {
  id: 'ImportMends',
  example: {
    check: 0,
    rows: [
      { row: 7, cells: { id: '34600111222' } },
      { row: 9, cells: { name: 'Pardo, Eva', tags: 'dog', city: '' }, dropSurplus: true },
      { row: 12, leaveOut: true },
    ],
    same: [{ column: 'name', from: '', to: 'Customer' }],
    kinds: [{ code: 'phone_extension', leaveOut: true }],
  },
});

const mendedBySchema = z.object({
  by: z.object({ kind: z.enum(['user', 'key']), id: z.string() }),
  at: timestampSchema,
});
export type MendedBy = z.infer<typeof mendedBySchema>;

/** The mends of an import as the object store has them. */
export const storedMendsSchema = z.object({
  rows: z.array(rowMendSchema.extend({ cells: z.record(z.string(), cellSchema) }).extend(mendedBySchema.shape)),
  same: z.array(sameMendSchema.extend({ to: cellSchema }).extend(mendedBySchema.shape)),
  kinds: z.array(kindMendSchema.pick({ code: true }).extend(mendedBySchema.shape)),
});
export type StoredMends = z.infer<typeof storedMendsSchema>;

/** A row that may have to be mended, as the object store has it. `before`: its cells in the file, if it was mended. */
export const listedRowSchema = z.object({
  row: z.int(),
  reason: codedSchema,
  column: z.string().nullable(),
  same: z.int(),
  cells: z.array(z.string()),
  surplus: z.array(z.string()),
  mend: mendedBySchema.extend({ before: z.array(z.string()) }).optional(),
});
export type ListedRow = z.infer<typeof listedRowSchema>;

export const importRowKindSchema = z.enum(['rejected', 'doubtful', 'mended']);
export type ImportRowKind = z.infer<typeof importRowKindSchema>;

const DOUBTS = new Set(['duplicate', 'number_old_form', 'number_doubtful']);

/** What a row is listed as, by the code of what is said about it. */
export function kindOfRow(code: string): ImportRowKind {
  if (code === 'row_mended' || code === 'row_left_out') return 'mended';
  return DOUBTS.has(code) ? 'doubtful' : 'rejected';
}

/**
 * A row as the API lists it. `cells` are in the order of the import's columns, as they were checked, and `surplus` are
 * those beyond the header. `column` is the header of the cell that the error is about, and `same` how many rows have the
 * same error with the same text there.
 */
const importRowSchema = z.object({
  row: z.int().positive(),
  kind: importRowKindSchema,
  error: sentenceSchema,
  column: z.string().nullable(),
  same: z.int().positive(),
  cells: z.array(z.string()),
  surplus: z.array(z.string()),
  mended: mendedBySchema.extend({ before: z.array(z.string()) }).nullable(),
});
export type ImportRow = z.infer<typeof importRowSchema>;

const exampleRow: ImportRow = {
  row: 7,
  kind: 'rejected',
  error: { code: 'name_missing', message: 'The name is blank; every contact needs one.' },
  column: 'name',
  same: 240,
  cells: ['34600111222', '', 'dog'],
  surplus: [],
  mended: null,
};

/** A code of the listed rows, and how many rows of the file have it. */
export const rowCountSchema = z.object({ kind: importRowKindSchema, code: z.string(), count: z.int() });
export type RowCount = z.infer<typeof rowCountSchema>;

const exampleMend: MendedBy = { by: { kind: 'user', id: exampleIds.user }, at: '2026-11-22T10:16:00.000Z' };

/** `check` counts how often the file was checked again. At most 10,000 rows are listed. */
export const importRowPageSchema = z.object({
  items: z.array(importRowSchema),
  next: z.string().nullable(),
  count: countSchema,
  check: z.int().nonnegative(),
  kinds: z.array(rowCountSchema.extend({ message: z.string() })),
  same: storedMendsSchema.shape.same,
  leftOut: storedMendsSchema.shape.kinds,
});
answerShapes.add(importRowPageSchema, {
  id: 'ImportRowPage',
  example: {
    items: [exampleRow],
    next: null,
    count: { value: 1, exact: true },
    check: 0,
    kinds: [{ kind: 'rejected', code: 'name_missing', count: 240, message: exampleRow.error.message }],
    same: [{ column: 'city', from: 'Barclona', to: 'Barcelona', ...exampleMend }],
    leftOut: [{ code: 'phone_extension', ...exampleMend }],
  },
});
export type ImportRowPage = z.infer<typeof importRowPageSchema>;

/** The query of `GET /v1/imports/{id}/rows`. */
export const importRowsQuerySchema = z.strictObject({
  kind: importRowKindSchema.optional(),
  code: z.string().max(100).optional(),
  after: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ImportRowsQuery = z.infer<typeof importRowsQuerySchema>;
