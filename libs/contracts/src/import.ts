import { z } from 'zod';
import { reachEffectSchema } from './campaign.js';
import { idSchema, timestampSchema } from './ids.js';
import { columnKindSchema, importMappingSchema, importMappingTextSchema } from './import-mapping.js';
import { importDialectSchema, importReadingSchema } from './import-reading.js';
import { IMPORT_STATUSES } from './import-status.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';
import { sentenceSchema } from './sentences/index.js';
import { LANGUAGES, type Language } from './text.js';

export const importStatusSchema = z.enum(IMPORT_STATUSES);

/**
 * How an import treats blank cells and tags. docs/import-format.md describes the options and their defaults. With
 * `blankColumns=ask`, a column that is blank throughout removes its value only when somebody confirms it. An import that
 * would otherwise have started by itself then waits, and its `start` becomes `confirm`. Only with `optOut=clear`, which is
 * for administrators, may a file take the mark "do not contact" off; without it (`keep`), files only set the mark. An option
 * that has no default is there only if it was stated.
 */
export const importOptionsSchema = z.strictObject({
  start: z.enum(['auto', 'confirm']).default('auto'),
  blankCells: z.enum(['keep', 'clear']).default('keep'),
  blankColumns: z.enum(['clear', 'keep', 'ask']).default('ask'),
  tagsMode: z.enum(['replace', 'add']).default('replace'),
  /** What the columns become, if somebody said so. */
  mapping: importMappingSchema.optional(),
  ...importReadingSchema.shape,
  optOut: z.enum(['keep', 'clear']).optional(),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/** The fields of `POST /v1/imports`, which must come before the file. */
export const importUploadFieldsSchema = importOptionsSchema.extend({
  accountId: idSchema,
  mapping: importMappingTextSchema.optional(),
});
export type ImportUploadFields = z.infer<typeof importUploadFieldsSchema>;

/** The body of `POST /v1/imports/{id}/start`: the user's decision after the check. */
export const importStartSchema = z.strictObject({ blankColumns: z.enum(['clear', 'keep']).optional() });
export type ImportStart = z.infer<typeof importStartSchema>;
bodyShapes.add(importStartSchema, { id: 'ImportStart', example: { blankColumns: 'keep' } });

export const importFormatSchema = z.enum(['csv', 'xlsx', 'xls']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

/**
 * Row outcomes. Once the import has ended, `created + updated + unchanged + duplicate + rejected + unprocessed = rows`.
 */
export const importCountsSchema = z.object({
  created: z.int().nonnegative(),
  updated: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  duplicate: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  unprocessed: z.int().nonnegative(),
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

/**
 * How a column is understood: by a header that the format knows, as everything else by its own header; by a synonym; by
 * its cells; by somebody's choice for this file, or for an earlier one with the same headers.
 */
const understoodBySchema = z.enum(['header', 'synonym', 'content', 'choice', 'earlier']);
export type UnderstoodBy = z.infer<typeof understoodBySchema>;

/**
 * A column of the file. `name` is the name of the value, else the header. `contactsAffected`: how many contacts lose the
 * value when the column is blank throughout. `samples`: up to three of its cells that are not blank.
 */
export const importColumnSchema = z.object({
  name: z.string(),
  kind: columnKindSchema,
  blank: z.boolean(),
  contactsAffected: z.int().nonnegative().nullable(),
  header: z.string().optional(),
  understoodBy: understoodBySchema.optional(),
  samples: z.array(z.string()).optional(),
});
export type ImportColumn = z.infer<typeof importColumnSchema>;

const languageSchema = z.enum(Object.keys(LANGUAGES) as [Language, ...Language[]]);

/** The row and column of the file where the reason for refusing it is. */
const placeSchema = z.object({ row: z.int().positive().nullable(), column: z.string().nullable() });
export type ImportErrorPlace = z.infer<typeof placeSchema>;

export const importForecastSchema = z.object({
  created: z.int().nonnegative(),
  updated: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  exact: z.boolean(),
});

/** An import as the API shows it. */
export const importSchema = z.object({
  id: idSchema,
  accountId: idSchema,
  fileName: z.string(),
  fileSize: z.int().nonnegative(),
  format: importFormatSchema.nullable(),
  status: importStatusSchema,
  options: importOptionsSchema,
  rows: z.int().nonnegative().nullable(),
  processed: z.int().nonnegative(),
  counts: importCountsSchema,
  rowsPerSecond: z.number().nonnegative().nullable(),
  secondsLeft: z.number().nonnegative().nullable(),
  waitingFor: idSchema.nullable(),
  /**
   * The import should make progress and has not for a while, because a dependency is down. It continues when that is
   * back.
   */
  stalled: z.boolean().optional(),
  /** Null until the file was read. */
  dialect: importDialectSchema.nullable().optional(),
  columns: z.array(importColumnSchema),
  preview: z.array(z.array(z.string())),
  forecast: importForecastSchema.nullable(),
  warnings: z.array(sentenceSchema),
  error: sentenceSchema.extend(placeSchema.shape).nullable(),
  /**
   * How the import changed the reach of the account's campaigns; null until the campaigns service has handled all its
   * events.
   */
  effect: z.array(reachEffectSchema).nullable().optional(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  /** The states it went through, and when it entered each, oldest first. */
  history: z.array(z.object({ status: importStatusSchema, at: timestampSchema })).optional(),
  createdBy: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
  /** The undo that undid it. */
  undoneBy: idSchema.nullable().optional(),
});
export type Import = z.infer<typeof importSchema>;
answerShapes.add(importSchema, {
  id: 'Import',
  example: {
    id: exampleIds.import,
    accountId: exampleIds.account,
    fileName: 'customers.csv',
    fileSize: 6_291_456,
    format: 'csv',
    status: 'importing',
    options: { start: 'auto', blankCells: 'keep', blankColumns: 'clear', tagsMode: 'replace' },
    rows: 100_000,
    processed: 40_000,
    counts: { created: 31_000, updated: 6_000, unchanged: 2_500, duplicate: 400, rejected: 100, unprocessed: 0 },
    rowsPerSecond: 8_000,
    secondsLeft: 8,
    waitingFor: null,
    stalled: false,
    dialect: { encoding: 'utf-8', delimiter: 'comma', sheet: null, sheets: [], headerRow: 1 },
    columns: [
      column('id', 'id', ['44687985632']),
      column('name', 'name', ['Jane Smith']),
      { ...column('city', 'value', []), blank: true, contactsAffected: 18_204 },
    ],
    preview: [['44687985632', 'Jane Smith', '']],
    forecast: null,
    warnings: [],
    error: null,
    effect: null,
    createdAt: '2026-11-22T10:14:40.000Z',
    startedAt: '2026-11-22T10:14:52.000Z',
    finishedAt: null,
    history: [
      { status: 'uploaded', at: '2026-11-22T10:14:40.000Z' },
      { status: 'checking', at: '2026-11-22T10:14:41.000Z' },
      { status: 'ready', at: '2026-11-22T10:14:52.000Z' },
      { status: 'importing', at: '2026-11-22T10:14:52.000Z' },
    ],
    createdBy: { kind: 'user', id: exampleIds.user },
    undoneBy: null,
  },
});

function column(header: string, kind: ImportColumn['kind'], samples: string[]): ImportColumn {
  return { name: header, kind, blank: false, contactsAffected: null, header, understoodBy: 'header', samples };
}

export const importPageSchema = pageOf('ImportPage', importSchema, exampleOf(importSchema));

/** Rows read of a CSV are numbered as a spreadsheet shows them: the header is row 1. */
export const importListQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  /** `open`: in any state that is not an end. */
  status: z.enum([...IMPORT_STATUSES, 'open']).optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ImportListQuery = z.infer<typeof importListQuerySchema>;

/** The query of `GET /v1/imports/{id}/events`. */
export const importEventsQuerySchema = z.strictObject({ language: languageSchema.optional() });
export type ImportEventsQuery = z.infer<typeof importEventsQuerySchema>;

/** The query of `GET /v1/imports/template`. */
export const importTemplateQuerySchema = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') });
export type ImportTemplateQuery = z.infer<typeof importTemplateQuerySchema>;
