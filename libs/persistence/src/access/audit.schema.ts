import { Schema } from 'mongoose';
import type { AuditEntry } from '#contracts';
import { options } from '../schema-options.js';

type Chain = 'sequence' | 'previousHash' | 'hash';

/**
 * An entry of the audit log. Never changed. [gateway] Services of builds before write entries without a place in the
 * chain; migrations give them one.
 */
export type AuditRecord = Omit<AuditEntry, 'id' | 'at' | Chain> & {
  _id: string;
  organisationId: string;
  at: Date;
  sequence?: number;
  previousHash?: string;
  hash?: string;
};
export const auditDefinition = {
  name: 'AuditEntry',
  schema: new Schema<AuditRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      at: { type: Date, required: true },
      actor: { type: Schema.Types.Mixed, required: true },
      action: { type: String, required: true },
      targets: { type: [String], required: true },
      requestId: { type: String, required: true },
      downloaded: Schema.Types.Mixed,
      sequence: Number,
      previousHash: String,
      hash: String,
    },
    { ...options, collection: 'audit' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ organisationId: 1, action: 1, _id: -1 })
    .index({ organisationId: 1, 'actor.id': 1, _id: -1 })
    .index({ organisationId: 1, targets: 1, _id: -1 })
    .index({ organisationId: 1, sequence: 1 }),
};
