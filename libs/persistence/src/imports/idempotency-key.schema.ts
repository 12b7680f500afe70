import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/** How long a key is remembered, in seconds. Clients retry within days. */
const REMEMBERED = 7 * 24 * 60 * 60;

/**
 * An upload's `Idempotency-Key`. `_id` is `<organisationId>/<key>`; `fingerprint` identifies file, account and options.
 * [gateway]
 */
export interface IdempotencyKeyRecord {
  _id: string;
  importId: string;
  fingerprint: string;
  createdAt: Date;
}
export const idempotencyKeyDefinition = {
  name: 'IdempotencyKey',
  schema: new Schema<IdempotencyKeyRecord>(
    { _id: String, importId: String, fingerprint: String, createdAt: Date },
    { ...options, collection: 'idempotency_keys' },
  ).index({ createdAt: 1 }, { expireAfterSeconds: REMEMBERED }),
};
