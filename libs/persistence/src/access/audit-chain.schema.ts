import { Schema } from 'mongoose';
import type { AuditPlace } from '#contracts';
import { options } from '../schema-options.js';

/**
 * The newest entry of an organisation's audit log, and the last one that was kept long enough and removed. It is written
 * in the transaction of each entry, so of two writers at the same time one begins again. [gateway; importer: `removed`]
 */
export interface AuditChainRecord extends AuditPlace {
  /** The organisation. */
  _id: string;
  /** `at`: when the removed entry was written. */
  removed: (AuditPlace & { at: Date }) | null;
  /** Entries up to this number are from builds before, and were chained by a migration. */
  chainedLater: number;
}
export const auditChainDefinition = {
  name: 'AuditChain',
  schema: new Schema<AuditChainRecord>(
    { _id: String, sequence: Number, hash: String, removed: Schema.Types.Mixed, chainedLater: Number },
    { ...options, collection: 'audit_chains' },
  ),
};
