import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { idSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, exampleIds } from './shapes.js';

/** Every action of people and programs that the audit log records. */
export const AUDIT_ACTIONS = [
  'session.began',
  'session.refused',
  'session.ended',
  'key.created',
  'key.revoked',
  'member.invited',
  'member.joined',
  'member.changed',
  'member.removed',
  'invitation.withdrawn',
  'import.uploaded',
  'import.started',
  'import.cancelled',
  'import.errors_downloaded',
  'export.ordered',
  'export.downloaded',
  'contact.edited',
  'contact.reachability_reported',
  'tag_change.ordered',
  'tag_change.cancelled',
  'replay.ordered',
  'replay.cancelled',
  'webhook.created',
  'webhook.changed',
  'webhook.removed',
  'webhook.pinged',
  'webhook.retried',
  'campaign.created',
  'campaign.changed',
  'campaign.scheduled',
  'campaign.cancelled',
  'campaign.done',
  'campaign.downloaded',
  'segment.created',
  'segment.changed',
  'segment.removed',
  'account.created',
  'account.changed',
  'whatsapp.connected',
  'whatsapp.disconnected',
  'queue.changed',
  'dead_letter.replayed',
  'dead_letter.discarded',
  'import.checked_again',
  'password.changed',
  'contact.opted_out',
  'contact.opted_in',
  'session.others_ended',
  'password.link_made',
  'password.forgotten',
  'password.reset',
  'undo.ordered',
  'undo.cancelled',
  'import.mended',
  'session.switched',
  'audit.downloaded',
  'organisation.created',
  'organisation.changed',
  'organisation.suspended',
  'organisation.resumed',
  'organisation.administrator_invited',
  'contact.erased',
  'contact.data_downloaded',
  'second_factor.enabled',
  'second_factor.disabled',
  'second_factor.refused',
  'second_factor.reset',
  'recovery_codes.renewed',
  'recovery_code.used',
  'session.new_device',
  'key.rotated',
  'undo.kept_downloaded',
  'passkey.added',
  'passkey.renamed',
  'passkey.removed',
  'passkey.refused',
  'passkey.counter_went_back',
  'second_factor.required',
  'second_factor.optional',
] as const;
export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** A SHA-256 in hexadecimal. */
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Who did what to what, and when. Only ids: an edited contact is recorded by its account's id, because its own id is a
 * phone number. `sequence` counts the entries of the organisation, `previousHash` is the hash of the one before, and
 * `hash` covers all other fields. They are null only until an entry of a build from before is chained. `downloaded` is
 * of files of personal data: the conditions by which contacts were chosen, without texts that may be personal, and how
 * many contacts or rows the file has.
 */
export const auditEntrySchema = z.object({
  id: idSchema,
  at: timestampSchema,
  actor: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
  action: auditActionSchema,
  targets: z.array(z.string()),
  requestId: z.string(),
  downloaded: z.object({ filter: z.record(z.string(), z.unknown()).nullable(), count: z.int().nullable() }).optional(),
  sequence: z.int().positive().nullable(),
  previousHash: hashSchema.nullable(),
  hash: hashSchema.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
const exampleEntry: AuditEntry = {
  id: '0197c5a0-8888-7000-8000-000000000008',
  at: '2026-11-22T10:20:05.000Z',
  actor: { kind: 'user', id: exampleIds.user },
  action: 'export.downloaded',
  targets: [exampleIds.export],
  requestId: '0197c5a2-6e1f-4f7e-9a55-3c1d2b7f8e90',
  downloaded: { filter: { accountId: exampleIds.account, tag: ['dog'], match: 'all' }, count: 1204 },
  sequence: 412,
  previousHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};
export const auditPageSchema = pageOf('AuditPage', auditEntrySchema, exampleEntry);

const timeSchema = z.iso.datetime({
  offset: true,
  error: ({ code }) => (code === 'invalid_format' ? fieldError('field/time') : undefined),
});

/**
 * Which entries. `since` and `until` are times; `until` itself is no longer included. `target` is the id of what it
 * was done to.
 */
const auditFilterShape = {
  action: auditActionSchema.optional(),
  actorId: idSchema.optional(),
  target: z.string().min(1).max(200).optional(),
  since: timeSchema.optional(),
  until: timeSchema.optional(),
};
export type AuditFilter = Pick<AuditQuery, keyof typeof auditFilterShape>;

/** The query of `GET /v1/audit`. */
export const auditQuerySchema = z.strictObject({
  ...auditFilterShape,
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** The query of `GET /v1/audit/download`. */
export const auditDownloadQuerySchema = z.strictObject({
  ...auditFilterShape,
  format: z.enum(['csv', 'jsonl']).default('csv'),
});
export type AuditDownloadQuery = z.infer<typeof auditDownloadQuerySchema>;

/** A place in the chain of an organisation's entries: the number of an entry and its hash. */
export const auditPlaceSchema = z.object({ sequence: z.int().nonnegative(), hash: hashSchema });
export type AuditPlace = z.infer<typeof auditPlaceSchema>;

/**
 * What is wrong with the chain. `missing`: there is no entry with this number. `changed`: an entry is not what its hash
 * says. `replaced`: the entry before is another one than when this one was written. `repeated`: two entries have this
 * number. `cut_off`: the newest entries are gone. `added`: there are entries after the newest one that was chained.
 * `not_chained`: an entry has no number. `not_expected`: the entry with the number that was asked for has another hash.
 */
export const auditFaultSchema = z.enum([
  'missing',
  'changed',
  'replaced',
  'repeated',
  'cut_off',
  'added',
  'not_chained',
  'not_expected',
]);
export type AuditFault = z.infer<typeof auditFaultSchema>;

/**
 * Whether the audit log is what was written. `entries` were compared. `removedUpTo` is the last entry that was kept
 * long enough and removed, and `head` the newest one. Entries up to `chainedLater` are from builds before, and were
 * chained by a migration. `broken` is the first place that is not as it was written; null: none.
 */
export const auditVerificationSchema = z.object({
  entries: z.int().nonnegative(),
  removedUpTo: auditPlaceSchema.extend({ at: timestampSchema }).nullable(),
  head: auditPlaceSchema.nullable(),
  chainedLater: z.int().nonnegative(),
  broken: z
    .object({ fault: auditFaultSchema, sequence: z.int().positive().nullable(), id: idSchema.nullable() })
    .nullable(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
answerShapes.add(auditVerificationSchema, {
  id: 'AuditVerification',
  example: {
    entries: 312,
    removedUpTo: { sequence: 100, hash: exampleEntry.previousHash!, at: '2023-11-22T10:20:05.000Z' },
    head: { sequence: 412, hash: exampleEntry.hash! },
    chainedLater: 0,
    broken: { fault: 'changed', sequence: 207, id: exampleEntry.id },
  },
});

/** The query of `GET /v1/audit/verification`. `expected`: the number of an entry, a colon, and the hash that it had. */
export const auditVerificationQuerySchema = z.strictObject({
  expected: z
    .string()
    .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/)
    .optional(),
});
export type AuditVerificationQuery = z.infer<typeof auditVerificationQuerySchema>;

/** @param expected as in {@link auditVerificationQuerySchema} */
export function readAuditPlace(expected: string): AuditPlace {
  const [sequence, hash] = expected.split(':') as [string, string];
  return { sequence: Number(sequence), hash };
}
