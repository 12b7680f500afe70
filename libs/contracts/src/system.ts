import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { importStatusSchema } from './import.js';
import { SERVICES } from './services.js';
import { answerShapes, exampleIds } from './shapes.js';

/** What may be away while the API answers. The services among them are away when work waits and nobody takes it. */
export const PARTS = ['storage', 'redis', 'importer', 'contacts', 'exporter', 'campaigns', 'webhooks'] as const;
export type Part = (typeof PARTS)[number];

/** The answer of `GET /v1/status`. Whoever is signed in may know it, so it says nothing of anybody's data. */
export const statusSchema = z.object({ away: z.array(z.enum(PARTS)) });
export type Status = z.infer<typeof statusSchema>;
answerShapes.add(statusSchema, { id: 'Status', example: { away: ['storage'] } });

const countSchema = z.int().nonnegative();

/** An import of any organisation, without anything that a customer wrote. */
const openImportSchema = z.object({
  id: idSchema,
  organisationId: idSchema,
  accountId: idSchema,
  status: importStatusSchema,
  rows: countSchema.nullable(),
  processed: countSchema,
  rowsPerSecond: z.number().nonnegative().nullable(),
  waitingFor: idSchema.nullable(),
  stalled: z.boolean(),
  createdAt: timestampSchema,
});

/**
 * The answer of `GET /v1/system`: the state of the whole installation. What could not be read is null. `queues` and
 * `processes` are in Redis; `subscriptions`, `imports` and `database` are in MongoDB; `objects` are in the object store.
 */
export const systemSchema = z.object({
  away: statusSchema.shape.away,
  /** `workers`: how many processes take its jobs; null when Redis does not tell. `oldest`: since when the next one waits. */
  queues: z
    .array(
      z.object({
        queue: z.string(),
        service: z.enum(SERVICES),
        waiting: countSchema,
        active: countSchema,
        delayed: countSchema,
        oldest: timestampSchema.nullable(),
        workers: countSchema.nullable(),
      }),
    )
    .nullable(),
  /** Each event with each subscriber. `waiting` in the outbox; null for events that their sender keeps. */
  subscriptions: z
    .array(
      z.object({
        event: z.string(),
        subscriber: z.enum(SERVICES),
        waiting: countSchema.nullable(),
        oldest: timestampSchema.nullable(),
        deadLetters: countSchema,
      }),
    )
    .nullable(),
  /** Those that should make progress by themselves, at most a hundred: first those that stand still, then the oldest. */
  imports: z.array(openImportSchema).nullable(),
  /** The processes that are connected to Redis. `program`: a service, or `all`. */
  processes: z
    .array(z.object({ id: z.string(), program: z.string(), version: z.string(), startedAt: timestampSchema }))
    .nullable(),
  /** `bytes` on the disk, with indexes. `version` of the database, `buildVersion` of the gateway that answers. */
  database: z
    .object({
      bytes: countSchema,
      version: countSchema,
      buildVersion: countSchema,
      migrations: z.array(
        z.object({
          version: countSchema,
          name: z.string(),
          finishedAt: timestampSchema.nullable(),
          cleanUp: z.enum(['none', 'pending', 'done']),
        }),
      ),
    })
    .nullable(),
  /** What the bucket holds, by folder, as it was counted at `at`; null while it is counted for the first time. */
  objects: z
    .object({
      at: timestampSchema,
      folders: z.array(z.object({ name: z.string(), objects: countSchema, bytes: countSchema })),
    })
    .nullable(),
});
export type System = z.infer<typeof systemSchema>;
export type OpenImport = z.infer<typeof openImportSchema>;
answerShapes.add(systemSchema, {
  id: 'System',
  example: {
    away: ['contacts'],
    queues: [
      {
        queue: 'ContactUpserted.contacts',
        service: 'contacts',
        waiting: 32,
        active: 0,
        delayed: 0,
        oldest: '2026-11-22T10:14:52.000Z',
        workers: 0,
      },
    ],
    subscriptions: [
      {
        event: 'ContactChanged',
        subscriber: 'campaigns',
        waiting: 12,
        oldest: '2026-11-22T10:14:52.000Z',
        deadLetters: 1,
      },
    ],
    imports: [
      {
        id: exampleIds.import,
        organisationId: exampleIds.organisation,
        accountId: exampleIds.account,
        status: 'importing',
        rows: 100_000,
        processed: 40_000,
        rowsPerSecond: 0,
        waitingFor: null,
        stalled: true,
        createdAt: '2026-11-22T10:14:40.000Z',
      },
    ],
    processes: [
      {
        id: '9f1c6a52-7a0e-4f6e-8f0b-2f8f3f6b1c11',
        program: 'gateway',
        version: '0.1.0',
        startedAt: '2026-11-22T06:00:00.000Z',
      },
    ],
    database: {
      bytes: 1_400_000_000,
      version: 2,
      buildVersion: 2,
      migrations: [
        {
          version: 1,
          name: 'Rebuild the keys of contacts',
          finishedAt: '2026-11-22T06:00:00.000Z',
          cleanUp: 'none',
        },
      ],
    },
    objects: {
      at: '2026-11-22T10:10:00.000Z',
      folders: [{ name: 'imports/', objects: 120, bytes: 700_000_000 }],
    },
  },
});
