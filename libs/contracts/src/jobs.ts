import { z } from 'zod';
import { contactEditJobSchema, contactEditResultSchema } from './contact-edit.js';
import { idSchema } from './ids.js';
import { webhookPingResultSchema } from './webhook.js';

/**
 * Jobs: work with one owner. A job carries ids; its state lives in the database, so that a lost job can be made again.
 * Those with a `result` are different: somebody waits for it, and without a result asks again.
 */
export const JOBS = {
  imports: {
    owner: 'importer',
    payload: z.object({ kind: z.enum(['check', 'apply']), importId: idSchema, organisationId: idSchema }),
  },
  exports: {
    owner: 'exporter',
    payload: z.object({ exportId: idSchema, organisationId: idSchema }),
  },
  'tag-changes': {
    owner: 'contacts',
    payload: z.object({ tagChangeId: idSchema, organisationId: idSchema }),
  },
  replays: {
    owner: 'contacts',
    payload: z.object({ replayId: idSchema, organisationId: idSchema }),
  },
  campaigns: {
    owner: 'campaigns',
    payload: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('freeze'), campaignId: idSchema, organisationId: idSchema }),
      z.object({ kind: z.literal('effect'), importId: idSchema, organisationId: idSchema }),
    ]),
  },
  'contact-edits': {
    owner: 'contacts',
    payload: contactEditJobSchema,
    result: contactEditResultSchema,
  },
  /** Posts what is due for one webhook. */
  'webhook-messages': {
    owner: 'webhooks',
    payload: z.object({ webhookId: idSchema, organisationId: idSchema }),
  },
  'webhook-pings': {
    owner: 'webhooks',
    payload: z.object({ webhookId: idSchema, organisationId: idSchema }),
    result: webhookPingResultSchema,
  },
} as const;

export type JobQueue = keyof typeof JOBS;
export type JobPayload<Q extends JobQueue> = z.infer<(typeof JOBS)[Q]['payload']>;

/** The queues whose sender waits for a result. */
export type CallQueue = 'contact-edits' | 'webhook-pings';
export type JobResult<Q extends CallQueue> = z.infer<(typeof JOBS)[Q]['result']>;
