import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { exampleIds } from './shapes.js';

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
] as const;
export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditActionSchema>;

/**
 * Who did what to what, and when. Only ids: an edited contact is recorded by its account's id, because its own id is a
 * phone number.
 */
export const auditEntrySchema = z.object({
  id: idSchema,
  at: timestampSchema,
  actor: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
  action: auditActionSchema,
  targets: z.array(z.string()),
  requestId: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditPageSchema = pageOf('AuditPage', auditEntrySchema, {
  id: '0197c5a0-8888-7000-8000-000000000008',
  at: '2026-11-22T10:20:05.000Z',
  actor: { kind: 'user', id: exampleIds.user },
  action: 'export.downloaded',
  targets: [exampleIds.export],
  requestId: '0197c5a2-6e1f-4f7e-9a55-3c1d2b7f8e90',
});

/** The query of `GET /v1/audit`. */
export const auditQuerySchema = z.strictObject({
  action: auditActionSchema.optional(),
  actorId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
