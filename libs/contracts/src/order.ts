import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { sentenceSchema } from './sentences/index.js';

/** Every state of an order, in order. The last three are final. */
export const orderStatusSchema = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

/**
 * What the API shows of an order that visits the contacts of an account. `processed`: contacts done so far. `expected`:
 * an estimate of the total.
 */
export const contactsOrderSchema = z.object({
  id: idSchema,
  accountId: idSchema,
  status: orderStatusSchema,
  processed: z.int().nonnegative(),
  expected: z.int().nonnegative().nullable(),
  contactsPerSecond: z.number().nonnegative().nullable(),
  error: sentenceSchema.nullable(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  createdBy: z.object({ kind: z.enum(['user', 'key']), id: idSchema }),
});

export const orderListQuerySchema = z.strictObject({
  accountId: idSchema.optional(),
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OrderListQuery = z.infer<typeof orderListQuerySchema>;
