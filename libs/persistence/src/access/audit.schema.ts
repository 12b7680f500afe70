import { Schema } from 'mongoose';
import type { AuditEntry } from '#contracts';
import { options } from '../schema-options.js';

/** An entry of the audit log. Never changed. [gateway] */
export type AuditRecord = Omit<AuditEntry, 'id' | 'at'> & { _id: string; organisationId: string; at: Date };
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
    },
    { ...options, collection: 'audit' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ organisationId: 1, action: 1, _id: -1 })
    .index({ organisationId: 1, 'actor.id': 1, _id: -1 }),
};
