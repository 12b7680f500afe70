import { z } from 'zod';
import { idSchema } from './ids.js';

/**
 * Jobs: work with one owner. A job carries ids; its state lives in the database, so that a lost job can be made again.
 * `attempts` and `backoffMilliseconds` are for faults that are ours to repeat; the processor says which.
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
} as const;

export type JobQueue = keyof typeof JOBS;
export type JobPayload<Q extends JobQueue> = z.infer<(typeof JOBS)[Q]['payload']>;
