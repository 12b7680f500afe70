import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * The second factor of a person; `_id` is their id, so it holds in every organisation that they belong to. Made when
 * they begin to set up an authenticator app or add a passkey, which is a record of its own (PasskeyRecord). The secrets
 * are encrypted, and of recovery codes only the SHA-256 is stored: a code has 120 random bits. [gateway]
 */
export interface SecondFactorRecord {
  _id: string;
  /** Null until a code has confirmed it. */
  totp: { secret: string; confirmedAt: Date } | null;
  /** A secret that was shown and not confirmed yet. */
  pendingSecret: string | null;
  /** The time step of the last code that was accepted. No code of this step or an earlier one is accepted again. */
  lastStep: number;
  recoveryCodes: string[];
  /** How many codes and passkeys were tried since `triesSince` without a right one. */
  tries: number;
  triesSince: Date;
}
export const secondFactorDefinition = {
  name: 'SecondFactor',
  schema: new Schema<SecondFactorRecord>(
    {
      _id: String,
      totp: { type: Schema.Types.Mixed, default: null },
      pendingSecret: { type: String, default: null },
      lastStep: { type: Number, default: 0 },
      recoveryCodes: { type: [String], default: [] },
      tries: { type: Number, default: 0 },
      triesSince: { type: Date, required: true },
    },
    { ...options, collection: 'second_factors' },
  ),
};

/** Binds a secret to its person: it cannot be decrypted for another one. */
export function totpContext(userId: string): string {
  return `users/${userId}/totp`;
}

/**
 * A sign-in whose password was right and whose second step is missing. It is no session: it only serves for that step,
 * once. `_id` is the SHA-256 of the token in the browser's cookie; MongoDB removes the record at `expiresAt`.
 * [gateway]
 */
export interface SignInAttemptRecord {
  _id: string;
  userId: string;
  organisationId: string;
  expiresAt: Date;
}
export const signInAttemptDefinition = {
  name: 'SignInAttempt',
  schema: new Schema<SignInAttemptRecord>(
    {
      _id: String,
      userId: { type: String, required: true },
      organisationId: { type: String, required: true },
      expiresAt: { type: Date, required: true },
    },
    { ...options, collection: 'sign_in_attempts' },
  )
    .index({ userId: 1 })
    .index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};
