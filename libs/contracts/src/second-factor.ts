import { z } from 'zod';
import { timestampSchema } from './ids.js';
import { answerShapes, bodyShapes } from './shapes.js';

/** A code of an authenticator app, or a recovery code. Spaces and hyphens do not count. */
const codeSchema = z.string().trim().min(6).max(60);

/** The body of `POST /v1/session/second-step`. */
export const secondStepSchema = z.strictObject({ code: codeSchema });
export type SecondStep = z.infer<typeof secondStepSchema>;
bodyShapes.add(secondStepSchema, { id: 'SecondStep', example: { code: '492039' } });

/**
 * What must be given before a second factor is changed: the password; by somebody without one a code, if they have a
 * second factor.
 */
export const proofSchema = z.strictObject({
  password: z.string().min(1).max(1024).optional(),
  code: codeSchema.optional(),
});
export type Proof = z.infer<typeof proofSchema>;
bodyShapes.add(proofSchema, { id: 'Proof', example: { password: 'correct horse battery staple' } });

/** The body of `PUT /v1/me/second-factor/totp`: a code made with the new secret. */
export const totpConfirmSchema = z.strictObject({ code: codeSchema });
export type TotpConfirm = z.infer<typeof totpConfirmSchema>;
bodyShapes.add(totpConfirmSchema, { id: 'TotpConfirm', example: { code: '492039' } });

/** The second factor of the caller. `recoveryCodes`: how many are left. */
export const secondFactorSchema = z.object({
  totp: z.object({ confirmedAt: timestampSchema }).nullable(),
  recoveryCodes: z.int(),
});
export type SecondFactor = z.infer<typeof secondFactorSchema>;
answerShapes.add(secondFactorSchema, {
  id: 'SecondFactor',
  example: { totp: { confirmedAt: '2026-11-22T09:00:00.000Z' }, recoveryCodes: 10 },
});

/** A new secret for an authenticator app, in base32 and as the URI of its QR code. Both are shown only here. */
export const totpSetupSchema = z.object({ secret: z.string(), uri: z.string() });
export type TotpSetup = z.infer<typeof totpSetupSchema>;
answerShapes.add(totpSetupSchema, {
  id: 'TotpSetup',
  example: {
    secret: 'A'.repeat(32),
    uri: `otpauth://totp/Contacts:ana%40example.org?issuer=Contacts&secret=${'A'.repeat(32)}`,
  },
});

/** Recovery codes, shown only here; null where the ones of before go on. Each signs in once in place of a code. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()).nullable() });
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;
answerShapes.add(recoveryCodesSchema, {
  id: 'RecoveryCodes',
  example: { recoveryCodes: Array.from({ length: 10 }, () => 'XXXXXX-XXXXXX-XXXXXX-XXXXXX') },
});
