import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

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
  )
    // For the sweeper. With the id, because builds before removed by an index of the time alone, which may still be there.
    .index({ createdAt: 1, _id: 1 }),
};
