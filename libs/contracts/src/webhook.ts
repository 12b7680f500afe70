import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { eventsHeardBy, type HeardBy } from './services.js';

/** The events that a webhook may ask for. */
export const webhookEventSchema = z.enum(eventsHeardBy('webhooks') as [HeardBy<'webhooks'>, ...HeardBy<'webhooks'>[]]);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

const eventsSchema = z
  .array(webhookEventSchema)
  .min(1)
  .refine((events) => new Set(events).size === events.length, 'names an event twice');

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'is not a web address' })
  .max(2000)
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password, hash } = new URL(text);
    return username === '' && password === '' && hash === '';
  }, 'must have neither a password nor a part behind #');

/**
 * Why a message was not taken. `timed_out`, `not_reachable`, `tls_failed`: no answer. `address_not_allowed`: the name
 * leads into a private network. `redirected`: redirects are not followed. `status`: the answer was not 2xx. `gone`: the
 * answer was 410, and the webhook was switched off.
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

/** What came of one attempt: `status` of the answer, if there was one; `failure` null: it was taken. */
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

/** A webhook, without its secret. Newest attempts first, at most twenty. `waiting` and `givenUp` count messages. */
export const webhookSchema = z.object({
  id: idSchema,
  url: z.string(),
  events: z.array(z.string()),
  description: z.string(),
  active: z.boolean(),
  /** Since when it has taken nothing; null while it does well. */
  failingSince: timestampSchema.nullable(),
  /** When it is tried next while it fails. */
  retryAt: timestampSchema.nullable(),
  waiting: z.int().nonnegative(),
  givenUp: z.int().nonnegative(),
  attempts: z.array(webhookAttemptSchema),
  createdAt: timestampSchema,
});
export type Webhook = z.infer<typeof webhookSchema>;

/** The answer to making a webhook: the only time that `secret` is shown. */
export const newWebhookSchema = webhookSchema.extend({ secret: z.string() });
export type NewWebhook = z.infer<typeof newWebhookSchema>;

/** The body of `POST /v1/webhooks`. */
export const webhookCreateSchema = z.strictObject({
  url: urlSchema,
  events: eventsSchema,
  description: z.string().trim().max(200).default(''),
});
export type WebhookCreate = z.infer<typeof webhookCreateSchema>;

/** The body of `PATCH /v1/webhooks/{id}`: what is left out stays. */
export const webhookPatchSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    description: z.string().trim().max(200).optional(),
    active: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'says nothing');
export type WebhookPatch = z.infer<typeof webhookPatchSchema>;

/** A message for one webhook that waits, or was given up after all its attempts. Its content is not shown. */
export const webhookMessageSchema = z.object({
  id: z.string(),
  event: z.string(),
  state: z.enum(['waiting', 'given_up']),
  attempts: z.int().nonnegative(),
  /** Of the last attempt. */
  failure: webhookFailureSchema.nullable(),
  status: z.int().nullable(),
  nextAttemptAt: timestampSchema.nullable(),
  createdAt: timestampSchema,
  givenUpAt: timestampSchema.nullable(),
});
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;

/** The query of `GET /v1/webhooks/{id}/messages`. */
export const webhookMessagesQuerySchema = z.strictObject({
  state: z.enum(['waiting', 'given_up']).default('given_up'),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type WebhookMessagesQuery = z.infer<typeof webhookMessagesQuerySchema>;

/** The answer to `POST /v1/webhooks/{id}/retry`: how many messages that had been given up wait again. */
export const webhookRetrySchema = z.object({ messages: z.int().nonnegative() });
export type WebhookRetry = z.infer<typeof webhookRetrySchema>;

/** What the webhooks service answers to a ping. */
export const webhookPingResultSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('not_found') }),
  z.object({ outcome: z.literal('failed') }),
  z.object({ outcome: z.literal('tried'), attempt: webhookAttemptSchema }),
]);
export type WebhookPingResult = z.infer<typeof webhookPingResultSchema>;
