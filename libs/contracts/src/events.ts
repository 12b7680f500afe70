import { z } from 'zod';
import { auditEntrySchema } from './audit.js';
import { changedBySchema, optOutSchema, reachabilityStatusSchema } from './contact.js';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';
import { importCountsSchema, importOptionsSchema, importStatusSchema } from './import.js';

const valueSchema = z.object({ name: z.string(), value: z.string() });

/**
 * One good row of an import after the check: trimmed and tidied, in the spelling of the file. `tags` null: the row says
 * nothing about tags. A value with `value` null: the cell was blank. `optOut` is missing when the row says nothing
 * about it; `yes`: the contact must not be contacted from this account; `all`: nor from any other of the organisation.
 */
export const statementSchema = z.object({
  row: z.int().positive(),
  phone: phoneSchema,
  name: z.string(),
  tags: z.array(z.string()).nullable(),
  values: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
  optOut: z.enum(['yes', 'all', 'no']).optional(),
});
export type Statement = z.infer<typeof statementSchema>;

/**
 * The usual and the maximum number of contacts per event. The maximum is far higher, so that a batch never has to be
 * split when it is sent again. For import batches, `IMPORT_BATCH_ROWS` sets the usual number, and `bytes` limits their
 * size as JSON in UTF-8, where every row repeats the names of its values. Escaped to ASCII, as the outbox stores it,
 * the same text has at most three times as many bytes.
 */
export const EVENT_CONTACTS = { usual: 500, max: 5_000, bytes: 1024 * 1024 } as const;

/**
 * What the rows of one batch of an import state about contacts. The outcome is written to the ledger under (importId,
 * batch). Version 2 leaves out rows that state nothing new and only counts them. When the batch is sent again, it may
 * have to contain all of its rows. Version 3 has rows with `optOut`, which must not be lost.
 */
export const contactUpsertedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  importId: idSchema,
  batch: z.int().nonnegative(),
  options: importOptionsSchema.pick({ blankCells: true, tagsMode: true, optOut: true }),
  /**
   * Number of rows in the batch that only repeat what an import had already stated about the contact when the batch was
   * sent. The build before counts by it; now the ledger knows how many rows the batch has.
   */
  unchanged: z.int().nonnegative().default(0),
  /** `isNew`: no contact had this phone when the batch was sent. One may have been created since. */
  rows: z.array(statementSchema.extend({ isNew: z.literal(true).optional() })).max(EVENT_CONTACTS.max),
});
export type ContactUpserted = z.infer<typeof contactUpsertedSchema>;

/**
 * The import found these value columns blank throughout: remove the values from every contact of the account. Sent
 * once, after all batches.
 */
export const columnsFoundBlankSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  importId: idSchema,
  batch: z.int().nonnegative(),
  names: z.array(z.string()).min(1),
});
export type ColumnsFoundBlank = z.infer<typeof columnsFoundBlankSchema>;

/**
 * The new state of these contacts. Idempotent by (contact, revision): ignore a revision lower than the known one.
 * Version 2 has contacts with `optOut` or `takenBack`: whoever does not know these would contact them.
 */
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
        /** What senders reported about the number, if anything. */
        reachability: z.object({ status: reachabilityStatusSchema, reason: z.string().nullable() }).nullish(),
        /** The mark "do not contact", if the contact has it. */
        optOut: optOutSchema.nullish(),
        /** Whether an undo took the contact back. It has no tag or value then, unless a tag change gave it one. */
        takenBack: z.boolean().optional(),
      }),
    )
    .max(EVENT_CONTACTS.max),
});
export type ContactChanged = z.infer<typeof contactChangedSchema>;

/**
 * This value name was removed from every contact of the account. Each contact that lost the value is also in a
 * `ContactChanged`.
 */
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

/**
 * What was known of these people was erased: subscribers should forget it too. A `ContactChanged` of the same revision
 * has what is left: the number, with the mark "do not contact".
 */
export const contactErasedSchema = z.object({
  organisationId: idSchema,
  accountId: idSchema,
  contacts: z
    .array(z.object({ phone: phoneSchema, revision: z.int().positive(), erasedAt: timestampSchema }))
    .max(EVENT_CONTACTS.max),
});
export type ContactErased = z.infer<typeof contactErasedSchema>;

/**
 * Somebody did something that the audit log records. Events may come in any order; `sequence` is the order of the
 * entries.
 */
export const auditEntryAddedSchema = z.object({ organisationId: idSchema, entry: auditEntrySchema });
export type AuditEntryAdded = z.infer<typeof auditEntryAddedSchema>;

interface EventContract {
  payload: z.ZodType;
  /**
   * Increase it when a subscriber of an older version would misread the event. Such a subscriber keeps the event aside
   * until it is upgraded. A new optional field needs no new version. Events without a version have version 1.
   */
  version: number;
  /** The lowest version that reads this payload right, if not each payload needs the newest one. */
  versionFor?: (payload: unknown) => number;
  /**
   * Where the event is stored until it is handled. `outbox`: in MongoDB, and Redis has only its id. `sender`: in Redis;
   * the sender knows from elsewhere what was not handled (for imports, the ledger) and sends it again.
   */
  keptBy: 'outbox' | 'sender';
}

/** Every event and its payload. services.ts lists the subscribers. */
export const EVENTS = {
  ContactUpserted: {
    payload: contactUpsertedSchema,
    version: 3,
    versionFor: (payload) => (someHasMark(payload, 'rows') ? 3 : 2),
    keptBy: 'sender',
  },
  ColumnsFoundBlank: { payload: columnsFoundBlankSchema, version: 1, keptBy: 'sender' },
  ContactChanged: {
    payload: contactChangedSchema,
    version: 2,
    versionFor: (payload) => (someHasMark(payload, 'contacts') ? 2 : 1),
    keptBy: 'outbox',
  },
  ValueRemoved: { payload: valueRemovedSchema, version: 1, keptBy: 'outbox' },
  ImportFinished: { payload: importFinishedSchema, version: 1, keptBy: 'outbox' },
  ContactErased: { payload: contactErasedSchema, version: 1, keptBy: 'outbox' },
  AuditEntryAdded: { payload: auditEntryAddedSchema, version: 1, keptBy: 'outbox' },
} as const satisfies Record<string, EventContract>;

/** Not parsed, because the payload of a dead letter may be invalid. */
function someHasMark(payload: unknown, list: 'rows' | 'contacts'): boolean {
  const items = (payload as Partial<Record<typeof list, unknown>> | null)?.[list];
  return Array.isArray(items) && items.some((item) => isMarked(item as Marked | null));
}

interface Marked {
  optOut?: unknown;
  takenBack?: unknown;
}

function isMarked(item: Marked | null): boolean {
  return Boolean(item?.optOut) || item?.takenBack === true;
}

/** The version that an event with this payload is published in. Older subscribers go on with what they read right. */
export function versionFor(event: EventName, payload: unknown): number {
  const contract: EventContract = EVENTS[event];
  return contract.versionFor?.(payload) ?? contract.version;
}

export type EventName = keyof typeof EVENTS;
export type EventPayload<E extends EventName> = z.infer<(typeof EVENTS)[E]['payload']>;
