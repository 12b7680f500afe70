import { createHash } from 'node:crypto';
import type { AuditPlace } from '#contracts';
import type { AuditRecord } from './audit.schema.js';

/** What the first entry has for the hash of the one before. */
export const CHAIN_START: AuditPlace = { sequence: 0, hash: '0'.repeat(64) };

export type ChainedAuditRecord = AuditRecord & { sequence: number; previousHash: string; hash: string };

/** An entry with its place in the chain, after the one before. */
export function chained(record: AuditRecord, { sequence, hash: previousHash }: AuditPlace): ChainedAuditRecord {
  const entry = { ...record, sequence: sequence + 1, previousHash };
  return { ...entry, hash: auditHash(entry) };
}

/** The SHA-256 of everything that an entry says, its place and the hash of the one before. New fields are included. */
export function auditHash(entry: AuditRecord): string {
  const { hash: _, ...hashed } = entry;
  return createHash('sha256')
    .update(JSON.stringify(inOrder(hashed)))
    .digest('hex');
}

/** The same value with the keys of its objects in alphabetical order, because MongoDB may be filled in another order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, inOrder(field)]);
}
