import { z } from 'zod';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** What last changed a contact: a row of an import, or a person or program through the API. */
export const changedBySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), id: idSchema, row: z.int().positive() }),
  z.object({ kind: z.literal('user'), id: idSchema }),
  z.object({ kind: z.literal('key'), id: idSchema }),
]);
export type ChangedBy = z.infer<typeof changedBySchema>;

/** What senders report about a contact's number. Only senders set it, so imports do not change it. */
export const reachabilityStatusSchema = z.enum(['usable', 'unusable']);
const reason = z.string().trim().min(1).max(256);

/** `reason`: why a number is unusable, in the sender's words; null for a usable number. */
export const reachabilitySchema = z.object({
  status: reachabilityStatusSchema,
  reason: reason.nullable(),
  reportedAt: timestampSchema,
});
export type Reachability = z.infer<typeof reachabilitySchema>;

/** The body of `POST /v1/accounts/{accountId}/contacts/{phone}/reachability`. */
export const reachabilityReportSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('usable') }),
  z.strictObject({ status: z.literal('unusable'), reason }),
]);
export type ReachabilityReport = z.infer<typeof reachabilityReportSchema>;
bodyShapes.add(reachabilityReportSchema, {
  id: 'ReachabilityReport',
  example: { status: 'unusable', reason: 'not on WhatsApp' },
});

/** For whom a contact must not be contacted: for its own account, or for all accounts of the organisation. */
export const optOutScopeSchema = z.enum(['account', 'organisation']);
export type OptOutScope = z.infer<typeof optOutScopeSchema>;

/**
 * The mark "do not contact": when it was set, by whom, and why, if somebody said. No campaign reaches such a contact.
 * `erased`: what was known of the person was erased then; only the number is left.
 */
export const optOutSchema = z.object({
  scope: optOutScopeSchema,
  at: timestampSchema,
  by: changedBySchema,
  reason: z.string().nullable(),
  erased: z.literal(true).optional(),
});
export type OptOut = z.infer<typeof optOutSchema>;

/** The body of `POST /v1/accounts/{accountId}/contacts/{phone}/opt-out`. */
export const optOutRequestSchema = z.strictObject({
  scope: optOutScopeSchema.default('account'),
  reason: reason.optional(),
});
export type OptOutRequest = z.infer<typeof optOutRequestSchema>;
bodyShapes.add(optOutRequestSchema, {
  id: 'OptOutRequest',
  example: { scope: 'organisation', reason: 'asked by phone to be left alone' },
});

/**
 * A contact as the API shows it. `reachability` is null while no sender has reported anything, and `optOut` is null for
 * a contact that may be contacted. `takenBack`: an undo took back the import that created the contact. No campaign reaches
 * it until an import or an edit names it again.
 */
export const contactSchema = z.object({
  accountId: idSchema,
  phone: phoneSchema,
  name: z.string(),
  tags: z.array(z.string()),
  values: z.record(z.string(), z.string()),
  revision: z.int().positive(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  changedBy: changedBySchema,
  reachability: reachabilitySchema.nullable().optional(),
  optOut: optOutSchema.nullable().optional(),
  takenBack: z.boolean().optional(),
});
export type Contact = z.infer<typeof contactSchema>;
answerShapes.add(contactSchema, {
  id: 'Contact',
  example: {
    accountId: exampleIds.account,
    phone: '44687985632',
    name: 'Jane Smith',
    tags: ['cat', 'dog'],
    values: { gender: 'female', city: 'london' },
    revision: 3,
    createdAt: '2026-11-20T09:30:00.000Z',
    updatedAt: '2026-11-22T10:15:00.000Z',
    changedBy: { kind: 'import', id: exampleIds.import, row: 2 },
    reachability: null,
    optOut: null,
    takenBack: false,
  },
});
export const contactPageSchema = pageOf('ContactPage', contactSchema, exampleOf(contactSchema), {
  next: 'WyJwaG9uZSIsIiIsIjQ0Njg3OTg1NjMyIl0',
  count: { value: 10_000, exact: false },
});
