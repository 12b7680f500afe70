import { z } from 'zod';
import { changedBySchema, reachabilityStatusSchema } from './contact.js';
import { idSchema, phoneSchema } from './ids.js';
import { importCountsSchema, importOptionsSchema, importStatusSchema } from './import.js';

const valueSchema = z.object({ name: z.string(), value: z.string() });

/**
 * One good row of an import, as checking left it: trimmed and tidied, in the spelling of the file.
 * `tags` null: the row says nothing about tags. A value with `value` null: the cell was blank.
 */
export const statementSchema = z.object({
  row: z.int().positive(),
  phone: phoneSchema,
  name: z.string(),
  tags: z.array(z.string()).nullable(),
  values: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
});
export type Statement = z.infer<typeof statementSchema>;

/**
 * How many contacts one event is about: usually, and at most, so that what is sent again need not be cut. Of an import's
 * batch, the setting `IMPORT_BATCH_ROWS` says how many usually, and `bytes` is as much of the file as goes into one.
 */
export const EVENT_CONTACTS = { usual: 500, max: 5_000, bytes: 512 * 1024 } as const;

/**
 * Row N of import I states this about a contact, for the rows of a batch. Its outcome goes to the ledger under (importId, batch).
 * Version 2 leaves out rows that state nothing new, and only counts them. Sent again, it may have to state all of its rows.
 */
export const contactUpsertedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  importId: idSchema,
  batch: z.int().nonnegative(),
  options: importOptionsSchema.pick({ blankCells: true, tagsMode: true }),
  /** Rows of the batch that state what their contacts had from an import already when it was sent. */
  unchanged: z.int().nonnegative().default(0),
  /** `isNew`: there was no contact of this phone when the batch was sent. That need not be true any more. */
  rows: z.array(statementSchema.extend({ isNew: z.literal(true).optional() })).max(EVENT_CONTACTS.max),
});
export type ContactUpserted = z.infer<typeof contactUpsertedSchema>;

/** Import I found these value columns blank throughout: they leave every contact of the account. Sent once, after all batches. */
export const columnsFoundBlankSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  importId: idSchema,
  batch: z.int().nonnegative(),
  names: z.array(z.string()).min(1),
});
export type ColumnsFoundBlank = z.infer<typeof columnsFoundBlankSchema>;

/** These contacts are now so. Idempotent by (contact, revision): a lower revision than the one known is old news. */
export const contactChangedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  contacts: z
    .array(
      z.object({
        phone: phoneSchema,
        revision: z.int().positive(),
        name: z.string(),
        tags: z.array(z.string()),
        values: z.array(valueSchema),
        changedBy: changedBySchema,
        /** What senders reported of the number, if anything. */
        reachability: z.object({ status: reachabilityStatusSchema, reason: z.string().nullable() }).nullish(),
      }),
    )
    .max(EVENT_CONTACTS.max),
});
export type ContactChanged = z.infer<typeof contactChangedSchema>;

/** This value name is gone from every contact of the account; each contact that lost it is also in a `ContactChanged`. */
export const valueRemovedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  importId: idSchema,
  name: z.string(),
  contacts: z.int().nonnegative(),
});
export type ValueRemoved = z.infer<typeof valueRemovedSchema>;

/** An import reached a final state. */
export const importFinishedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  importId: idSchema,
  status: importStatusSchema,
  rows: z.int().nonnegative(),
  counts: importCountsSchema,
});
export type ImportFinished = z.infer<typeof importFinishedSchema>;

interface EventContract {
  payload: z.ZodType;
  /**
   * Raised when a subscriber that does not know the change would understand the event wrongly: it then keeps the event
   * aside until it is upgraded. A new optional field needs no new version. Events without a version are of version 1.
   */
  version: number;
  /**
   * Who has the event until it is handled. `outbox`: MongoDB, and Redis carries only its id. `sender`: Redis carries it,
   * and the sender knows from elsewhere what was not handled, and sends it again (for imports, the ledger).
   */
  keptBy: 'outbox' | 'sender';
}

/** Every event and its payload. Who hears it is said in services.ts. */
export const EVENTS = {
  ContactUpserted: { payload: contactUpsertedSchema, version: 2, keptBy: 'sender' },
  ColumnsFoundBlank: { payload: columnsFoundBlankSchema, version: 1, keptBy: 'sender' },
  ContactChanged: { payload: contactChangedSchema, version: 1, keptBy: 'outbox' },
  ValueRemoved: { payload: valueRemovedSchema, version: 1, keptBy: 'outbox' },
  ImportFinished: { payload: importFinishedSchema, version: 1, keptBy: 'outbox' },
} as const satisfies Record<string, EventContract>;

export type EventName = keyof typeof EVENTS;
export type EventPayload<E extends EventName> = z.infer<(typeof EVENTS)[E]['payload']>;
