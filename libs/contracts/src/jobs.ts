import { z } from 'zod';
import { contactEditJobSchema, contactEditResultSchema, erasureJobSchema, optOutJobSchema } from './contact-edit.js';
import { idSchema } from './ids.js';
import { eventQueueName, eventsHeardBy, SERVICES, type ServiceName } from './services.js';
import { webhookPingResultSchema, webhookRetryResultSchema } from './webhook.js';

interface Job<O extends ServiceName, P extends z.ZodType> {
  /** The service that does the work. Its class with `@JobHandlers` has a method for the job. */
  owner: O;
  payload: P;
  /**
   * The job's id. While a job with this id waits or runs, adding it again does nothing. It must not be all digits or
   * contain a colon.
   */
  id: (payload: z.infer<P>) => string;
  /** Of a job that may take minutes. Without it, a job runs to its end, whoever waits. */
  afterTurn?: (payload: z.infer<P>) => AfterTurn;
}

/**
 * What a job does when it had to make way for another organisation (messaging, `Turns`). `continues`: where its record
 * says. `restarts`: from the beginning, so each of its turns is twice as long as the one before.
 */
export type AfterTurn = 'continues' | 'restarts';

/** A job whose caller waits for the result. It is not stored in a database: a caller that gets no answer retries. */
interface Call<O extends ServiceName, P extends z.ZodType, A extends z.ZodType> extends Job<O, P> {
  answer: A;
  /** How long the caller waits, in milliseconds. After that the job is removed, unless it has started. */
  timeoutMs: (config: { WEBHOOK_TIMEOUT_SECONDS: number }) => number;
}

const ofWebhookSchema = z.object({ webhookId: idSchema, organisationId: idSchema });

// Functions, so that TypeScript infers the parameter of `id` from the payload's schema.
const job = <O extends ServiceName, P extends z.ZodType>(contract: Job<O, P>) => contract;
const call = <O extends ServiceName, P extends z.ZodType, A extends z.ZodType>(contract: Call<O, P, A>) => contract;

/**
 * Every job, by the name of its queue. Each queue has one owner. A job's payload has ids only, and its state is in the
 * database, so that a sweeper can add a lost job again. A job may take hours and has no timeout: its worker renews a
 * lock (`JOB_LOCK_SECONDS`), and when it stops doing so, another worker takes over. Only calls have a timeout.
 */
export const JOBS = {
  imports: job({
    owner: 'importer',
    payload: z.object({ kind: z.enum(['check', 'apply']), importId: idSchema, organisationId: idSchema }),
    id: ({ kind, importId }) => `${kind}-${importId}`,
    afterTurn: ({ kind }) => (kind === 'apply' ? 'continues' : 'restarts'),
  }),
  exports: job({
    owner: 'exporter',
    payload: z.object({ exportId: idSchema, organisationId: idSchema }),
    id: ({ exportId }) => `export-${exportId}`,
    afterTurn: () => 'restarts',
  }),
  'tag-changes': job({
    owner: 'contacts',
    payload: z.object({ tagChangeId: idSchema, organisationId: idSchema }),
    id: ({ tagChangeId }) => `tag-change-${tagChangeId}`,
    afterTurn: () => 'continues',
  }),
  undos: job({
    owner: 'contacts',
    payload: z.object({ undoId: idSchema, organisationId: idSchema }),
    id: ({ undoId }) => `undo-${undoId}`,
    afterTurn: () => 'continues',
  }),
  replays: job({
    owner: 'contacts',
    payload: z.object({ replayId: idSchema, organisationId: idSchema }),
    id: ({ replayId }) => `replay-${replayId}`,
    afterTurn: () => 'continues',
  }),
  campaigns: job({
    owner: 'campaigns',
    payload: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('freeze'), campaignId: idSchema, organisationId: idSchema }),
      z.object({ kind: z.literal('effect'), importId: idSchema, organisationId: idSchema }),
    ]),
    id: (payload) => (payload.kind === 'freeze' ? `freeze-${payload.campaignId}` : `effect-${payload.importId}`),
    afterTurn: () => 'continues',
  }),
  'contact-edits': call({
    owner: 'contacts',
    payload: contactEditJobSchema,
    id: callId,
    answer: contactEditResultSchema,
    timeoutMs: () => 10_000,
  }),
  /** Not an edit, because the contacts service of the build before would not see the mark in one. */
  'opt-outs': call({
    owner: 'contacts',
    payload: optOutJobSchema,
    id: callId,
    answer: contactEditResultSchema,
    timeoutMs: () => 10_000,
  }),
  /** Not an opt-out, because the contacts service of the build before would erase nothing. */
  erasures: call({
    owner: 'contacts',
    payload: erasureJobSchema,
    id: callId,
    answer: contactEditResultSchema,
    timeoutMs: () => 30_000,
  }),
  /** Sends the due messages of one webhook. If the webhook was removed, removes its messages. */
  'webhook-messages': job({
    owner: 'webhooks',
    payload: ofWebhookSchema,
    id: ({ webhookId }) => `webhook-${webhookId}`,
    afterTurn: () => 'continues',
  }),
  'webhook-pings': call({
    owner: 'webhooks',
    payload: ofWebhookSchema,
    id: callId,
    answer: webhookPingResultSchema,
    // The receiver's time to respond, plus 5 seconds for the queue.
    timeoutMs: ({ WEBHOOK_TIMEOUT_SECONDS }) => WEBHOOK_TIMEOUT_SECONDS * 1000 + 5_000,
  }),
  /** Makes the given-up messages of one webhook wait again. */
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

/** The queues whose callers wait for an answer. */
export type CallQueue = { [Q in JobQueue]: Jobs[Q] extends { answer: z.ZodType } ? Q : never }[JobQueue];
/** What the handler of a job returns: the answer, if the caller waits for one. */
export type JobAnswer<Q extends JobQueue> = Q extends CallQueue ? z.infer<Jobs[Q]['answer']> : void;

/** The queues of the jobs that a service owns. */
export type JobsOf<S extends ServiceName> = { [Q in JobQueue]: Jobs[Q]['owner'] extends S ? Q : never }[JobQueue];

export const JOB_QUEUES = Object.keys(JOBS) as JobQueue[];

/** The names of all queues, of jobs and of events. */
export const QUEUES: readonly string[] = [
  ...JOB_QUEUES,
  ...SERVICES.flatMap((service) => eventsHeardBy(service).map((event) => eventQueueName(event, service))),
];

export function jobsOf(service: ServiceName): JobQueue[] {
  return JOB_QUEUES.filter((queue) => JOBS[queue].owner === service);
}

/** The names of all queues that a service works on. */
export function queuesOf(service: ServiceName): string[] {
  return [...jobsOf(service), ...eventsHeardBy(service).map((event) => eventQueueName(event, service))];
}

/** The id of the job with this payload. */
export function jobId<Q extends JobQueue>(queue: Q, payload: JobPayload<Q>): string {
  return (JOBS[queue].id as (payload: JobPayload<Q>) => string)(payload);
}

/** What the job with this payload does after a turn; null: it has no turns, and runs to its end. */
export function afterTurn<Q extends JobQueue>(queue: Q, payload: JobPayload<Q>): AfterTurn | null {
  return (JOBS[queue].afterTurn as ((payload: JobPayload<Q>) => AfterTurn) | undefined)?.(payload) ?? null;
}

/**
 * Kinds of orders, by the queue of their jobs. An order is work on the contacts of an account that a user requests and
 * a worker carries out. The value is the name of the order's id in the job's payload.
 */
export const ORDERS = {
  exports: 'exportId',
  'tag-changes': 'tagChangeId',
  replays: 'replayId',
  undos: 'undoId',
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

/** A random id: every call has its own caller, so calls are never merged. */
function callId(): string {
  return `call-${crypto.randomUUID()}`;
}
