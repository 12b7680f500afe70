import { z } from 'zod';
import { newPasswordSchema } from './access.js';
import { bodyShapes } from './shapes.js';

/** The body of `PUT /v1/me/password`: the password of before, and the new one. */
export const passwordChangeSchema = z.strictObject({
  current: z.string().min(1).max(1024),
  password: newPasswordSchema,
});
export type PasswordChange = z.infer<typeof passwordChangeSchema>;
bodyShapes.add(passwordChangeSchema, {
  id: 'PasswordChange',
  example: { current: 'correct horse battery staple', password: 'nine green cats on a roof' },
});
