import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { idSchema, timestampSchema } from './ids.js';
import { eventsHeardBy, type HeardBy } from './services.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleOf } from './shapes.js';

/** The events that a webhook can subscribe to. */
export const webhookEventSchema = z.enum(eventsHeardBy('webhooks') as [HeardBy<'webhooks'>, ...HeardBy<'webhooks'>[]]);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

const eventsSchema = z
  .array(webhookEventSchema)
  .min(1)
  .refine((events) => new Set(events).size === events.length, fieldError('field/event_twice'))
  .meta({ uniqueItems: true });

const urlSchema = z
  .url({ protocol: /^https?$/, error: fieldError('field/web_address') })
  .max(2000)
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password, hash } = new URL(text);
    return username === '' && password === '' && hash === '';
  }, fieldError('field/plain_address'))
  .meta({ pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@]+([/?][^#]*)?$' });

/**
 * Why a delivery failed. `timed_out`, `not_reachable`, `tls_failed`: no response. `address_not_allowed`: the name
 * resolves to a private network. `redirected`: redirects are not followed. `status`: the response was not 2xx. `gone`:
 * the response was 410, and the webhook was switched off.
 */
export const webhookFailureSchema = z.enum([
  'timed_out',
  'not_reachable',
  'tls_failed',
  'address_not_allowed',
  'redirected',
  'status',
  'gone',
]);
export type WebhookFailure = z.infer<typeof webhookFailureSchema>;

/** The result of one attempt. `status`: the status of the response, if there was one. `failure`: null on success. */
export const webhookAttemptSchema = z.object({
  at: timestampSchema,
  messageId: z.string(),
  event: z.string(),
  attempt: z.int().positive(),
  status: z.int().nullable(),
  failure: webhookFailureSchema.nullable(),
  milliseconds: z.int().nonnegative(),
});
export type WebhookAttempt = z.infer<typeof webhookAttemptSchema>;
answerShapes.add(webhookAttemptSchema, {
  id: 'WebhookAttempt',
  example: {
    at: '2026-11-22T10:15:02.000Z',
    messageId: '0197c5a0-b2b2-7000-8000-00000000000b',
    event: 'ContactChanged',
    attempt: 2,
    status: 503,
    failure: 'status',
    milliseconds: 212,
  },
});

/** A webhook, without its secret. `attempts`: the last twenty, newest first. `waiting` and `givenUp` count messages. */
export const webhookSchema = z.object({
  id: idSchema,
  url: z.string(),
  events: z.array(z.string()),
  description: z.string(),
  active: z.boolean(),
  /** The start of the current run of failed attempts; null while deliveries succeed. */
  failingSince: timestampSchema.nullable(),
  /** The time of the next attempt while deliveries fail. */
  retryAt: timestampSchema.nullable(),
  waiting: z.int().nonnegative(),
  givenUp: z.int().nonnegative(),
  attempts: z.array(webhookAttemptSchema),
  createdAt: timestampSchema,
});
export type Webhook = z.infer<typeof webhookSchema>;
answerShapes.add(webhookSchema, {
  id: 'Webhook',
  example: {
    id: '0197c5a0-c3c3-7000-8000-00000000000c',
    url: 'https://crm.example.org/hooks/contacts',
    events: ['ContactChanged', 'ImportFinished'],
    description: 'Keeps the CRM in step',
    active: true,
    failingSince: '2026-11-22T10:14:30.000Z',
    retryAt: '2026-11-22T10:16:02.000Z',
    waiting: 14,
    givenUp: 0,
    attempts: [exampleOf(webhookAttemptSchema)],
    createdAt: '2026-11-20T09:00:00.000Z',
  },
});
export const webhookPageSchema = pageOf('WebhookPage', webhookSchema, exampleOf(webhookSchema));

/** The response to creating a webhook. `secret` is shown only here. */
export const newWebhookSchema = webhookSchema.extend({ secret: z.string() });
export type NewWebhook = z.infer<typeof newWebhookSchema>;
answerShapes.add(newWebhookSchema, {
  id: 'NewWebhook',
  example: {
    ...exampleOf(webhookSchema),
    failingSince: null,
    retryAt: null,
    waiting: 0,
    attempts: [],
    secret: `whsec_${'x'.repeat(43)}=`,
  },
});

/** The body of `POST /v1/webhooks`. */
export const webhookCreateSchema = z.strictObject({
  url: urlSchema,
  events: eventsSchema,
  description: z.string().trim().max(200).default(''),
});
export type WebhookCreate = z.infer<typeof webhookCreateSchema>;
bodyShapes.add(webhookCreateSchema, {
  id: 'WebhookCreate',
  example: {
    url: 'https://crm.example.org/hooks/contacts',
    events: ['ContactChanged', 'ImportFinished'],
    description: 'Keeps the CRM in step',
  },
});

/** The body of `PATCH /v1/webhooks/{id}`. Omitted fields do not change. */
export const webhookPatchSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    description: z.string().trim().max(200).optional(),
    active: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, fieldError('field/says_nothing'))
  .meta({ minProperties: 1 });
export type WebhookPatch = z.infer<typeof webhookPatchSchema>;
bodyShapes.add(webhookPatchSchema, { id: 'WebhookPatch', example: { active: false } });

/** A message that waits for delivery to one webhook, or was given up after all attempts. Its content is not shown. */
export const webhookMessageSchema = z.object({
  id: z.string(),
  event: z.string(),
  state: z.enum(['waiting', 'given_up']),
  attempts: z.int().nonnegative(),
  /** The failure of the last attempt. */
  failure: webhookFailureSchema.nullable(),
  status: z.int().nullable(),
  nextAttemptAt: timestampSchema.nullable(),
  createdAt: timestampSchema,
  givenUpAt: timestampSchema.nullable(),
});
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;
export const webhookMessagePageSchema = pageOf('WebhookMessagePage', webhookMessageSchema, {
  id: '0197c5a0-b2b2-7000-8000-00000000000b',
  event: 'ContactChanged',
  state: 'given_up',
  attempts: 12,
  failure: 'timed_out',
  status: null,
  nextAttemptAt: null,
  createdAt: '2026-11-22T10:14:00.000Z',
  givenUpAt: '2026-11-23T04:10:00.000Z',
});

/** The query of `GET /v1/webhooks/{id}/messages`. */
export const webhookMessagesQuerySchema = z.strictObject({
  state: z.enum(['waiting', 'given_up']).default('given_up'),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type WebhookMessagesQuery = z.infer<typeof webhookMessagesQuerySchema>;

/** The response of `POST /v1/webhooks/{id}/retry`: how many given-up messages wait again. */
export const webhookRetrySchema = z.object({ messages: z.int().nonnegative() });
export type WebhookRetry = z.infer<typeof webhookRetrySchema>;
answerShapes.add(webhookRetrySchema, { id: 'WebhookRetry', example: { messages: 14 } });

/** The webhooks service's answer to a ping. */
export const webhookPingResultSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('not_found') }),
  z.object({ outcome: z.literal('failed') }),
  z.object({ outcome: z.literal('tried'), attempt: webhookAttemptSchema }),
]);
export type WebhookPingResult = z.infer<typeof webhookPingResultSchema>;

/** The webhooks service's answer to a retry of given-up messages. */
export const webhookRetryResultSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('not_found') }),
  z.object({ outcome: z.literal('failed') }),
  webhookRetrySchema.extend({ outcome: z.literal('retried') }),
]);
export type WebhookRetryResult = z.infer<typeof webhookRetryResultSchema>;
