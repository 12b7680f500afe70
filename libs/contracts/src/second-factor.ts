import { z } from 'zod';
import { timestampSchema } from './ids.js';
import { passkeyAnswerSchema, passkeySchema } from './passkey.js';
import { answerShapes, bodyShapes, exampleOf } from './shapes.js';

/** A code of an authenticator app, or a recovery code. Spaces and hyphens do not count. */
const codeSchema = z.string().trim().min(6).max(60);

/** The body of `POST /v1/session/second-step`. */
export const secondStepSchema = z.strictObject({ code: codeSchema });
export type SecondStep = z.infer<typeof secondStepSchema>;
bodyShapes.add(secondStepSchema, { id: 'SecondStep', example: { code: '492039' } });

/** Which second factors finish a sign-in that waits for one. */
export const secondStepWaysSchema = z.object({ totp: z.boolean(), recoveryCodes: z.boolean(), passkeys: z.boolean() });
export type SecondStepWays = z.infer<typeof secondStepWaysSchema>;
answerShapes.add(secondStepWaysSchema, {
  id: 'SecondStepWays',
  example: { totp: true, recoveryCodes: true, passkeys: false },
});

/**
 * What must be given before a second factor is changed: the password, by somebody who has one, and by somebody who has a
 * second factor also a code or a passkey.
 */
export const proofSchema = z.strictObject({
  password: z.string().min(1).max(1024).optional(),
  code: codeSchema.optional(),
  passkey: passkeyAnswerSchema.optional(),
});
export type Proof = z.infer<typeof proofSchema>;
bodyShapes.add(proofSchema, { id: 'Proof', example: { password: 'correct horse battery staple', code: '492039' } });

/** The body of `PUT /v1/me/second-factor/totp`: a code made with the new secret. */
export const totpConfirmSchema = z.strictObject({ code: codeSchema });
export type TotpConfirm = z.infer<typeof totpConfirmSchema>;
bodyShapes.add(totpConfirmSchema, { id: 'TotpConfirm', example: { code: '492039' } });

/** The second factor of the caller. `recoveryCodes`: how many are left. */
export const secondFactorSchema = z.object({
  totp: z.object({ confirmedAt: timestampSchema }).nullable(),
  passkeys: z.array(passkeySchema),
  recoveryCodes: z.int(),
});
export type SecondFactor = z.infer<typeof secondFactorSchema>;
answerShapes.add(secondFactorSchema, {
  id: 'SecondFactor',
  example: {
    totp: { confirmedAt: '2026-11-22T09:00:00.000Z' },
    passkeys: [exampleOf(passkeySchema)],
    recoveryCodes: 10,
  },
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

/**
 * Whether the organisation requires a second factor of its members, and how many of them have a password and no second
 * factor: until they set one up, they can do nothing else. Who only signs in with OpenID Connect is not among them.
 */
export const factorPolicySchema = z.object({
  requiredSince: timestampSchema.nullable(),
  members: z.int().nonnegative(),
  withoutFactor: z.int().nonnegative(),
});
export type FactorPolicy = z.infer<typeof factorPolicySchema>;
answerShapes.add(factorPolicySchema, {
  id: 'FactorPolicy',
  example: { requiredSince: null, members: 12, withoutFactor: 5 },
});
