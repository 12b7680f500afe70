import { z } from 'zod';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';

/** What last changed a contact: a row of an import, or a person or program through the API. */
export const changedBySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), id: idSchema, row: z.int().positive() }),
  z.object({ kind: z.literal('user'), id: idSchema }),
  z.object({ kind: z.literal('key'), id: idSchema }),
]);
export type ChangedBy = z.infer<typeof changedBySchema>;

/** A contact as the API shows it. */
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
});
export type Contact = z.infer<typeof contactSchema>;
