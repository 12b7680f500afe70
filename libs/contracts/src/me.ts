import { z } from 'zod';
import { emailSchema, linkTokenSchema, newPasswordSchema } from './access.js';
import { timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes } from './shapes.js';

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

/**
 * A session of the caller. `id` is not the token of the cookie. Browser and system are what the browser says of itself,
 * null if it is not understood; `address` is the IP address that last used it. `endsAt` is when it ends if it is not used
 * again. `lastUsedAt` is up to a minute late.
 */
export const sessionSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  browser: z.string().nullable(),
  system: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema,
  endsAt: timestampSchema,
});
export type Session = z.infer<typeof sessionSchema>;
export const sessionPageSchema = pageOf('SessionPage', sessionSchema, {
  id: 'f'.repeat(64),
  current: true,
  browser: 'Firefox',
  system: 'Windows',
  address: '203.0.113.7',
  createdAt: '2026-11-22T09:00:00.000Z',
  lastUsedAt: '2026-11-22T10:15:00.000Z',
  endsAt: '2026-11-22T14:15:00.000Z',
});

/** A one-time link with which a member chooses a new password. `link` is shown only in this response. */
export const passwordLinkSchema = z.object({ link: z.string(), expiresAt: timestampSchema });
export type PasswordLink = z.infer<typeof passwordLinkSchema>;
answerShapes.add(passwordLinkSchema, {
  id: 'PasswordLink',
  example: {
    link: `https://contacts.example.org/welcome#password=${'x'.repeat(43)}`,
    expiresAt: '2026-11-24T10:00:00.000Z',
  },
});

/** The body of `POST /v1/session/forgotten`. */
export const forgottenPasswordSchema = z.strictObject({ email: emailSchema });
export type ForgottenPassword = z.infer<typeof forgottenPasswordSchema>;
bodyShapes.add(forgottenPasswordSchema, { id: 'ForgottenPassword', example: { email: 'ana@example.org' } });

/** The body of `POST /v1/session/reset`: the token of a link, and the new password. */
export const passwordResetSchema = z.strictObject({ token: linkTokenSchema, password: newPasswordSchema });
export type PasswordReset = z.infer<typeof passwordResetSchema>;
bodyShapes.add(passwordResetSchema, {
  id: 'PasswordReset',
  example: { token: 'x'.repeat(43), password: 'nine green cats on a roof' },
});
