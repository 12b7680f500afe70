import { z } from 'zod';
import { idSchema } from './ids.js';

/** One WhatsApp Cloud phone number of an organisation. An inactive account stays readable and exportable. */
export const accountSchema = z.object({
  id: idSchema,
  phoneNumber: z.string(),
  phoneNumberId: z.string(),
  displayName: z.string(),
  status: z.enum(['active', 'inactive']),
  /** Of a connected number, what WhatsApp said last: in its word (`CONNECTED`, `BANNED`), and whether it may send. */
  whatsapp: z.object({ connectionId: idSchema, status: z.string(), active: z.boolean() }).optional(),
});
export type Account = z.infer<typeof accountSchema>;

/** `viewer` reads and downloads; `editor` also imports and edits; `admin` also keys, members, accounts, queues. */
export const roleSchema = z.enum(['viewer', 'editor', 'admin']);
export type Role = z.infer<typeof roleSchema>;

/** Who a request comes from, as `GET /v1/me` answers it. */
export const meSchema = z.object({
  kind: z.enum(['user', 'key']),
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  organisation: z.object({ id: idSchema, name: z.string() }),
});
export type Me = z.infer<typeof meSchema>;

export const signInSchema = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(1024),
});
export type SignIn = z.infer<typeof signInSchema>;
