import { z } from 'zod';
import { contactEditJobSchema, contactEditResultSchema } from './contact-edit.js';
import { idSchema } from './ids.js';
import type { ServiceName } from './services.js';
import { webhookPingResultSchema, webhookRetryResultSchema } from './webhook.js';

interface Job<O extends ServiceName, P extends z.ZodType> {
  /** The service that does the work: its class with `@JobHandlers` has a method for it. */
  owner: O;
  payload: P;
  /** While a job of this id waits or runs, adding it again adds nothing. Not all digits, and without a colon. */
  id: (payload: z.infer<P>) => string;
}

/** A job whose caller waits for the answer. It is kept in no database: who gets no answer asks again. */
interface Call<O extends ServiceName, P extends z.ZodType, A extends z.ZodType> extends Job<O, P> {
  answer: A;
  /** How long the caller waits. Then the job is taken back, unless it was begun. */
  timeoutMs: (config: { WEBHOOK_TIMEOUT_SECONDS: number }) => number;
}

const ofWebhookSchema = z.object({ webhookId: idSchema, organisationId: idSchema });

// Functions, so that the payload's schema gives the id rule its type.
const job = <O extends ServiceName, P extends z.ZodType>(contract: Job<O, P>) => contract;
const call = <O extends ServiceName, P extends z.ZodType, A extends z.ZodType>(contract: Call<O, P, A>) => contract;

/**
 * Every job, by the name of its queue: work with one owner. A job carries ids, and its state lives in the database, so
 * that a sweeper can make a lost job again. It may take hours and has no time-out: its worker shows that it is alive
 * (`JOB_LOCK_SECONDS`), else another takes the job over. Only calls have a time-out.
 */
export const JOBS = {
  imports: job({
    owner: 'importer',
    payload: z.object({ kind: z.enum(['check', 'apply']), importId: idSchema, organisationId: idSchema }),
    id: ({ kind, importId }) => `${kind}-${importId}`,
  }),
  exports: job({
    owner: 'exporter',
    payload: z.object({ exportId: idSchema, organisationId: idSchema }),
    id: ({ exportId }) => `export-${exportId}`,
  }),
  'tag-changes': job({
    owner: 'contacts',
    payload: z.object({ tagChangeId: idSchema, organisationId: idSchema }),
    id: ({ tagChangeId }) => `tag-change-${tagChangeId}`,
  }),
  replays: job({
    owner: 'contacts',
    payload: z.object({ replayId: idSchema, organisationId: idSchema }),
    id: ({ replayId }) => `replay-${replayId}`,
  }),
  campaigns: job({
    owner: 'campaigns',
    payload: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('freeze'), campaignId: idSchema, organisationId: idSchema }),
      z.object({ kind: z.literal('effect'), importId: idSchema, organisationId: idSchema }),
    ]),
    id: (payload) => (payload.kind === 'freeze' ? `freeze-${payload.campaignId}` : `effect-${payload.importId}`),
  }),
  'contact-edits': call({
    owner: 'contacts',
    payload: contactEditJobSchema,
    id: callId,
    answer: contactEditResultSchema,
    timeoutMs: () => 10_000,
  }),
  /** Posts what is due for one webhook, or removes its messages when it was removed. */
  'webhook-messages': job({
    owner: 'webhooks',
    payload: ofWebhookSchema,
    id: ({ webhookId }) => `webhook-${webhookId}`,
  }),
  'webhook-pings': call({
    owner: 'webhooks',
    payload: ofWebhookSchema,
    id: callId,
    answer: webhookPingResultSchema,
    // The receiver has so long to answer; the rest is for the way there and back.
    timeoutMs: ({ WEBHOOK_TIMEOUT_SECONDS }) => WEBHOOK_TIMEOUT_SECONDS * 1000 + 5_000,
  }),
  /** Makes the messages of one webhook that were given up wait again. */
  'webhook-retries': call({
    owner: 'webhooks',
    payload: ofWebhookSchema,
    id: callId,
    answer: webhookRetryResultSchema,
    timeoutMs: () => 10_000,
  }),
};

type Jobs = typeof JOBS;
export type JobQueue = keyof Jobs;
export type JobPayload<Q extends JobQueue> = z.infer<Jobs[Q]['payload']>;

/** The queues whose caller waits for an answer. */
export type CallQueue = { [Q in JobQueue]: Jobs[Q] extends { answer: z.ZodType } ? Q : never }[JobQueue];
/** What the handler of a job returns: the answer, if its caller waits for one. */
export type JobAnswer<Q extends JobQueue> = Q extends CallQueue ? z.infer<Jobs[Q]['answer']> : void;

/** The queues of the jobs that a service owns. */
export type JobsOf<S extends ServiceName> = { [Q in JobQueue]: Jobs[Q]['owner'] extends S ? Q : never }[JobQueue];

export const JOB_QUEUES = Object.keys(JOBS) as JobQueue[];

export function jobsOf(service: ServiceName): JobQueue[] {
  return JOB_QUEUES.filter((queue) => JOBS[queue].owner === service);
}

/** The id of the job with this payload. */
export function jobId<Q extends JobQueue>(queue: Q, payload: JobPayload<Q>): string {
  return (JOBS[queue].id as (payload: JobPayload<Q>) => string)(payload);
}

/**
 * Kinds of orders, by the queue of their jobs: work on the contacts of an account that a user ordered and a worker carries
 * out. The value is the name that the job's payload has for the id of the order.
 */
export const ORDERS = {
  exports: 'exportId',
  'tag-changes': 'tagChangeId',
  replays: 'replayId',
} as const;
export type OrderKind = keyof typeof ORDERS;
export const ORDER_KINDS = Object.keys(ORDERS) as OrderKind[];

/** The payload of the job that carries out an order. */
export function orderJob<K extends OrderKind>(kind: K, orderId: string, organisationId: string): JobPayload<K> {
  return { [ORDERS[kind]]: orderId, organisationId } as JobPayload<K>;
}

/** The order that a job carries out. The inverse of {@link orderJob}. */
export function orderIdOf<K extends OrderKind>(kind: K, payload: JobPayload<K>): string {
  return (payload as Record<string, string>)[ORDERS[kind]]!;
}

/** No call is like another: each has a caller of its own. */
function callId(): string {
  return `call-${crypto.randomUUID()}`;
}
