import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * A passkey of a person, which holds in every organisation that they belong to. `credentialId` and `publicKey` are in
 * base64url, the key in the form of COSE; nothing of it is secret. `counter` is that of the last use: a device that counts
 * never states it again, or a lower one. 0: it does not count. [gateway]
 */
export interface PasskeyRecord {
  _id: string;
  userId: string;
  credentialId: string;
  publicKey: string;
  counter: number;
  /** How browsers reach the device, as the browser stated it. */
  transports: string[];
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}
export const passkeyDefinition = {
  name: 'Passkey',
  schema: new Schema<PasskeyRecord>(
    {
      _id: String,
      userId: { type: String, required: true },
      credentialId: { type: String, required: true },
      publicKey: { type: String, required: true },
      counter: { type: Number, required: true },
      transports: { type: [String], default: [] },
      name: { type: String, required: true },
      createdAt: { type: Date, required: true },
      lastUsedAt: { type: Date, default: null },
    },
    { ...options, collection: 'passkeys' },
  )
    .index({ userId: 1 })
    .index({ credentialId: 1 }, { unique: true }),
};

/**
 * What a passkey must sign, for one purpose of one session or sign-in, which `_id` names: `sign-in/<hash of the token>`. It
 * is removed by the first answer; MongoDB removes it at `expiresAt`. [gateway]
 */
export interface PasskeyChallengeRecord {
  _id: string;
  challenge: string;
  expiresAt: Date;
}
export const passkeyChallengeDefinition = {
  name: 'PasskeyChallenge',
  schema: new Schema<PasskeyChallengeRecord>(
    {
      _id: String,
      challenge: { type: String, required: true },
      expiresAt: { type: Date, required: true },
    },
    { ...options, collection: 'passkey_challenges' },
  ).index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};
