import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleOf } from './shapes.js';

/** Ids from Meta are digits. Nothing else may get into a URL of its API. */
const metaIdSchema = z.string().regex(/^\d{1,32}$/, fieldError('field/meta_id'));
const displayNameSchema = z.string().trim().min(1).max(100);

/** The body of `POST /v1/accounts`: a number without a WhatsApp connection, so its status is not synchronised. */
export const accountCreateSchema = z.strictObject({
  phoneNumber: phoneSchema,
  phoneNumberId: metaIdSchema,
  displayName: displayNameSchema,
  status: z.enum(['active', 'inactive']).default('active'),
});
export type AccountCreate = z.infer<typeof accountCreateSchema>;
bodyShapes.add(accountCreateSchema, {
  id: 'AccountCreate',
  example: {
    phoneNumber: '34911222333',
    phoneNumberId: '106540352242922',
    displayName: 'Sales Spain',
    status: 'active',
  },
});

/** The body of `PATCH /v1/accounts/{id}`. `inactive` overrides WhatsApp's status; `active` removes the override. */
export const accountPatchSchema = z
  .strictObject({ displayName: displayNameSchema.optional(), status: z.enum(['active', 'inactive']).optional() })
  .refine(
    ({ displayName, status }) => displayName !== undefined || status !== undefined,
    fieldError('field/says_nothing'),
  )
  .meta({ minProperties: 1 });
export type AccountPatch = z.infer<typeof accountPatchSchema>;
bodyShapes.add(accountPatchSchema, { id: 'AccountPatch', example: { displayName: 'Sales Iberia' } });

/**
 * The state of a connection. `connected`: the numbers were read at `checkedAt`. `token_expired` and `not_permitted`:
 * somebody must connect again with another token. `rate_limited` and `unreachable`: it is retried automatically.
 */
export const connectionStateSchema = z.enum([
  'connected',
  'token_expired',
  'not_permitted',
  'rate_limited',
  'unreachable',
]);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** A connected WhatsApp business account. Its token is never shown. `detail`: what is wrong and what to do. */
export const whatsappConnectionSchema = z.object({
  id: idSchema,
  businessAccountId: z.string(),
  state: connectionStateSchema,
  detail: z.string().nullable(),
  createdAt: timestampSchema,
  /** When its numbers were last read successfully. */
  checkedAt: timestampSchema,
});
export type WhatsappConnection = z.infer<typeof whatsappConnectionSchema>;
answerShapes.add(whatsappConnectionSchema, {
  id: 'WhatsappConnection',
  example: {
    id: '0197c5a0-9999-7000-8000-000000000009',
    businessAccountId: '102290129340398',
    state: 'connected',
    detail: null,
    createdAt: '2026-11-20T09:00:00.000Z',
    checkedAt: '2026-11-22T10:15:00.000Z',
  },
});
export const whatsappConnectionPageSchema = pageOf(
  'WhatsappConnectionPage',
  whatsappConnectionSchema,
  exampleOf(whatsappConnectionSchema),
);

/**
 * The body of `POST /v1/whatsapp-connections`. For a business account that is already connected, it replaces the token.
 */
export const whatsappConnectSchema = z.strictObject({
  businessAccountId: metaIdSchema,
  token: z.string().trim().min(1).max(1000),
});
export type WhatsappConnect = z.infer<typeof whatsappConnectSchema>;
bodyShapes.add(whatsappConnectSchema, {
  id: 'WhatsappConnect',
  example: { businessAccountId: '102290129340398', token: 'EAAG…' },
});
