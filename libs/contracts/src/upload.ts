import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.js';
import { answerShapes, exampleIds } from './shapes.js';

/**
 * A file that arrives in pieces, over several requests. `offset`: how many of its `length` bytes are stored. It is
 * `length` from the moment at which its import exists, which is `importId`. Without that, the upload is gone at
 * `expiresAt`.
 */
export const uploadSchema = z.object({
  id: idSchema,
  accountId: idSchema,
  fileName: z.string(),
  length: z.int().positive(),
  offset: z.int().nonnegative(),
  importId: idSchema.nullable(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
});
export type Upload = z.infer<typeof uploadSchema>;
answerShapes.add(uploadSchema, {
  id: 'Upload',
  example: {
    id: exampleIds.import,
    accountId: exampleIds.account,
    fileName: 'customers.csv',
    length: 536_870_912,
    offset: 314_572_800,
    importId: null,
    createdAt: '2026-11-22T10:04:40.000Z',
    expiresAt: '2026-11-23T10:04:40.000Z',
  },
});
