import { Schema } from 'mongoose';
import type {
  Account,
  AccountFilter,
  ChangedBy,
  EventName,
  Export,
  Import,
  ImportCounts,
  Role,
  ServiceName,
} from '#contracts';
import { auditDefinition } from './audit.schema.js';
import { firstLinkDefinition, invitationDefinition } from './one-time-link.schemas.js';
import { options } from './schema-options.js';
import { idempotencyKeyDefinition } from './idempotency-key.schema.js';
import { tagChangeDefinition } from './tag-change.schema.js';
import { whatsappConnectionDefinition } from './whatsapp-connection.schema.js';

// Every collection: its document, its indexes, and in brackets the one service that writes it.
// Mongoose gives validation and indexes; the hot paths (contacts, audience) use the driver's collection, because
// mongoose casts every document.

/** An organisation: the tenant. [gateway] */
export interface OrganisationRecord {
  _id: string;
  name: string;
  createdAt: Date;
  /** While somebody changes roles; see MembersRepository.hold. */
  membersHeldUntil?: Date | null;
}
export const organisationDefinition = {
  name: 'Organisation',
  schema: new Schema<OrganisationRecord>(
    {
      _id: String,
      name: { type: String, required: true },
      createdAt: { type: Date, required: true },
      membersHeldUntil: { type: Date, default: null },
    },
    { ...options, collection: 'organisations' },
  ),
};

/**
 * A WhatsApp Cloud phone number of an organisation. [gateway]
 * Of a connected one, `whatsappStatus` and `whatsappActive` are what WhatsApp said last; `held` keeps it inactive
 * whatever WhatsApp says, because an administrator wanted it so.
 */
export type AccountRecord = Omit<Account, 'id'> & {
  _id: string;
  organisationId: string;
  createdAt: Date;
  connectionId?: string | null;
  whatsappStatus?: string | null;
  whatsappActive?: boolean | null;
  held?: boolean;
};
export const accountDefinition = {
  name: 'Account',
  schema: new Schema<AccountRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      phoneNumber: { type: String, required: true },
      phoneNumberId: { type: String, required: true },
      displayName: { type: String, required: true },
      status: { type: String, enum: ['active', 'inactive'], required: true },
      createdAt: { type: Date, required: true },
      connectionId: { type: String, default: null },
      whatsappStatus: { type: String, default: null },
      whatsappActive: { type: Boolean, default: null },
      held: { type: Boolean, default: false },
    },
    { ...options, collection: 'accounts' },
  )
    .index({ organisationId: 1, _id: 1 })
    .index({ organisationId: 1, phoneNumberId: 1 }, { unique: true }),
};

/** A person who signs in. `email` is in lower case. [gateway] */
export interface UserRecord {
  _id: string;
  organisationId: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
  createdAt: Date;
}
export const userDefinition = {
  name: 'User',
  schema: new Schema<UserRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      email: { type: String, required: true },
      name: { type: String, required: true },
      role: { type: String, enum: ['viewer', 'editor', 'admin'], required: true },
      passwordHash: { type: String, required: true },
      createdAt: { type: Date, required: true },
    },
    { ...options, collection: 'users' },
  ).index({ email: 1 }, { unique: true }),
};

/** A program's key. Only its SHA-256 is kept: the key itself has 256 random bits, so a slow hash would add nothing. [gateway] */
export interface ApiKeyRecord {
  _id: string;
  organisationId: string;
  name: string;
  role: Role;
  hash: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}
export const apiKeyDefinition = {
  name: 'ApiKey',
  schema: new Schema<ApiKeyRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      name: { type: String, required: true },
      role: { type: String, enum: ['viewer', 'editor', 'admin'], required: true },
      hash: { type: String, required: true },
      createdAt: { type: Date, required: true },
      lastUsedAt: { type: Date, default: null },
      revokedAt: { type: Date, default: null },
    },
    { ...options, collection: 'api_keys' },
  )
    .index({ hash: 1 }, { unique: true })
    .index({ organisationId: 1, _id: 1 }),
};

/** A signed-in browser. `_id` is the SHA-256 of the cookie's token; MongoDB removes it at `expiresAt`. [gateway] */
export interface SessionRecord {
  _id: string;
  userId: string;
  organisationId: string;
  createdAt: Date;
  expiresAt: Date;
}
export const sessionDefinition = {
  name: 'Session',
  schema: new Schema<SessionRecord>(
    {
      _id: String,
      userId: { type: String, required: true },
      organisationId: { type: String, required: true },
      createdAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
    },
    { ...options, collection: 'sessions' },
  ).index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};

/**
 * A contact. `_id` is `<accountId>/<phone>`: its identity. [contacts]
 * `facets`, `terms`, `nameKey` and `reversedPhone` repeat the rest in the form that filters match (contact-rules).
 * `lastImport` is the import row that last wrote it and with which outcome, so that a batch delivered twice counts
 * the same again; unlike `changedBy` it survives an edit.
 */
export interface ContactRecord {
  _id: string;
  accountId: string;
  phone: string;
  name: string;
  tags: string[];
  values: { name: string; value: string }[];
  facets: string[];
  terms: string[];
  nameKey: string;
  reversedPhone: string;
  rev: number;
  createdAt: Date;
  updatedAt: Date;
  changedBy: ChangedBy;
  lastImport: { id: string; row: number; outcome: 'created' | 'updated' } | null;
}
export const contactDefinition = {
  name: 'Contact',
  schema: new Schema<ContactRecord>(
    {
      _id: String,
      accountId: String,
      phone: String,
      name: String,
      tags: [String],
      values: [{ _id: false, name: String, value: String }],
      facets: [String],
      terms: [String],
      nameKey: String,
      reversedPhone: String,
      rev: Number,
      createdAt: Date,
      updatedAt: Date,
      changedBy: Schema.Types.Mixed,
      lastImport: Schema.Types.Mixed,
    },
    { ...options, collection: 'contacts' },
  )
    .index({ accountId: 1, phone: 1 })
    .index({ accountId: 1, nameKey: 1, phone: 1 })
    .index({ accountId: 1, facets: 1, phone: 1 })
    .index({ accountId: 1, terms: 1, phone: 1 })
    .index({ accountId: 1, reversedPhone: 1 }),
};

/**
 * How an account spells a tag or a value name: as first written there. `_id` is `<accountId>/<kind>:<folded>`. [contacts]
 */
export interface CatalogueRecord {
  _id: string;
  accountId: string;
  kind: 'tag' | 'value';
  key: string;
  name: string;
  /** The words of the name, for searching. */
  words: string[];
}
export const catalogueDefinition = {
  name: 'CatalogueEntry',
  schema: new Schema<CatalogueRecord>(
    { _id: String, accountId: String, kind: String, key: String, name: String, words: [String] },
    { ...options, collection: 'catalogue' },
  )
    .index({ accountId: 1, kind: 1, key: 1 })
    .index({ accountId: 1, kind: 1, words: 1, key: 1 }),
};

/** What checking left behind for applying: all keys are of the object store. */
export interface CheckedFile {
  rowsKey: string;
  /** Pairs of (losing row, winning row), unsigned 32-bit little-endian, ascending by losing row; null without duplicates. */
  duplicatesKey: string | null;
  /** The error file; null when no row is rejected or duplicate. */
  errorsKey: string | null;
  goodRows: number;
  duplicateRows: number;
  rejectedRows: number;
}

/**
 * An import. The fields are the API's (contracts `Import`), besides: [gateway makes it; importer writes it from then on,
 * except for `cancelRequested` and the step from `ready` to `importing`]
 */
export type ImportRecord = Omit<
  Import,
  'id' | 'createdAt' | 'startedAt' | 'finishedAt' | 'waitingFor' | 'rowsPerSecond' | 'secondsLeft'
> & {
  _id: string;
  organisationId: string;
  sourceKey: string;
  checked: CheckedFile | null;
  cancelRequested: boolean;
  rowsPerSecond: number | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the record last changed: the sweeper looks at open imports that have not moved for a while. */
  updatedAt: Date;
};
const countsSchema = {
  created: Number,
  updated: Number,
  unchanged: Number,
  duplicate: Number,
  rejected: Number,
  unprocessed: Number,
} satisfies Record<keyof ImportCounts, typeof Number>;
export const importDefinition = {
  name: 'Import',
  schema: new Schema<ImportRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      fileName: { type: String, required: true },
      fileSize: { type: Number, required: true },
      format: { type: String, default: null },
      status: { type: String, required: true },
      options: { type: Schema.Types.Mixed, required: true },
      sourceKey: { type: String, required: true },
      checked: { type: Schema.Types.Mixed, default: null },
      rows: { type: Number, default: null },
      processed: { type: Number, default: 0 },
      counts: countsSchema,
      rowsPerSecond: { type: Number, default: null },
      columns: { type: Schema.Types.Mixed, default: () => [] },
      preview: { type: Schema.Types.Mixed, default: () => [] },
      forecast: { type: Schema.Types.Mixed, default: null },
      warnings: { type: Schema.Types.Mixed, default: () => [] },
      error: { type: Schema.Types.Mixed, default: null },
      cancelRequested: { type: Boolean, default: false },
      createdAt: { type: Date, required: true },
      startedAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
    },
    { ...options, collection: 'imports' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ organisationId: 1, accountId: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 }),
};

/** The imports of an account that were started and not yet ended, in the order they were started. `_id` is the account. [importer, gateway] */
export interface ImportQueueRecord {
  _id: string;
  importIds: string[];
}
export const importQueueDefinition = {
  name: 'ImportQueue',
  schema: new Schema<ImportQueueRecord>(
    { _id: String, importIds: [String] },
    { ...options, collection: 'import_queues' },
  ),
};

/** What became of a batch: the rows of each outcome, and the rows that could not be merged with their reason. */
export interface BatchOutcome {
  created: number;
  updated: number;
  unchanged: number;
  rejected: { row: number; code: string; message: string }[];
}

/**
 * The ledger: one entry for each batch of an import. `_id` is `<importId>/<n>`, n in six digits. The importer makes the
 * entry before it sends the batch; contacts writes `outcome` once, or `failed` when the batch was given up.
 * Counts are always the sum of the ledger.
 */
export interface ImportBatchRecord {
  _id: string;
  importId: string;
  n: number;
  rowFrom: number;
  rowTo: number;
  /** Rows that were sent: good ones without the losing duplicates. */
  rows: number;
  byteFrom: number;
  byteTo: number;
  outcome: BatchOutcome | null;
  failed: { reason: string; at: Date } | null;
  /** While blank columns are removed: the contacts being written, to be announced again should the service die there. */
  inHand?: string[];
}
export const importBatchDefinition = {
  name: 'ImportBatch',
  schema: new Schema<ImportBatchRecord>(
    {
      _id: String,
      importId: String,
      n: Number,
      rowFrom: Number,
      rowTo: Number,
      rows: Number,
      byteFrom: Number,
      byteTo: Number,
      outcome: { type: Schema.Types.Mixed, default: null },
      failed: { type: Schema.Types.Mixed, default: null },
      inHand: { type: [String], default: undefined },
    },
    { ...options, collection: 'import_batches' },
  ).index({ importId: 1, n: 1 }),
};

/** An export. The fields are the API's (contracts `Export`), besides the object's key. [gateway makes it, exporter writes it] */
export type ExportRecord = Omit<Export, 'id' | 'filter' | 'createdAt' | 'finishedAt' | 'expiresAt'> & {
  _id: string;
  organisationId: string;
  filter: AccountFilter;
  objectKey: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  updatedAt: Date;
};
export const exportDefinition = {
  name: 'Export',
  schema: new Schema<ExportRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      filter: { type: Schema.Types.Mixed, required: true },
      format: { type: String, required: true },
      status: { type: String, required: true },
      rows: { type: Number, default: 0 },
      expectedRows: { type: Number, default: null },
      rowsPerSecond: { type: Number, default: null },
      fileSize: { type: Number, default: null },
      sha256: { type: String, default: null },
      fileName: { type: String, required: true },
      objectKey: { type: String, default: null },
      error: { type: Schema.Types.Mixed, default: null },
      createdAt: { type: Date, required: true },
      finishedAt: { type: Date, default: null },
      expiresAt: { type: Date, default: null },
      updatedAt: { type: Date, required: true },
    },
    { ...options, collection: 'exports' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 })
    .index({ expiresAt: 1 }),
};

/** The campaigns service's own view of a contact, made from events alone. `_id` is `<accountId>/<phone>`. [campaigns] */
export interface AudienceRecord {
  _id: string;
  accountId: string;
  phone: string;
  rev: number;
  tags: string[];
  facets: string[];
}
export const audienceDefinition = {
  name: 'AudienceMember',
  schema: new Schema<AudienceRecord>(
    { _id: String, accountId: String, phone: String, rev: Number, tags: [String], facets: [String] },
    { ...options, collection: 'audience' },
  ).index({ accountId: 1, facets: 1, phone: 1 }),
};

/** An event that waits for its subscribers. The payload is the contract's. [whoever publishes; each subscriber takes its name out] */
export interface OutboxRecord {
  _id: string;
  event: EventName;
  payload: unknown;
  pending: ServiceName[];
  createdAt: Date;
}
export const outboxDefinition = {
  name: 'OutboxEvent',
  schema: new Schema<OutboxRecord>(
    { _id: String, event: String, payload: Schema.Types.Mixed, pending: [String], createdAt: Date },
    { ...options, collection: 'outbox' },
  ).index({ event: 1, pending: 1, _id: 1 }),
};

export const definitions = [
  organisationDefinition,
  accountDefinition,
  userDefinition,
  apiKeyDefinition,
  sessionDefinition,
  invitationDefinition,
  firstLinkDefinition,
  auditDefinition,
  whatsappConnectionDefinition,
  contactDefinition,
  catalogueDefinition,
  importDefinition,
  importQueueDefinition,
  importBatchDefinition,
  exportDefinition,
  tagChangeDefinition,
  idempotencyKeyDefinition,
  audienceDefinition,
  outboxDefinition,
];
