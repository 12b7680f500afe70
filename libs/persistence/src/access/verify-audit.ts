import type { Collection } from 'mongodb';
import type { AuditFault, AuditPlace, AuditVerification } from '#contracts';
import { withMongodb } from '../reach-mongodb.js';
import type { AuditChainRecord } from './audit-chain.schema.js';
import { auditHash, CHAIN_START } from './audit-chain.js';
import type { AuditRecord } from './audit.schema.js';

/** How many entries are read at a time. */
const BATCH = 1_000;

export interface AuditCollections {
  entries: Collection<AuditRecord>;
  chains: Collection<AuditChainRecord>;
}

type Broken = AuditVerification['broken'];

/**
 * Compares every entry of an organisation's audit log with its hash and with the entry before, while entries are added.
 * @param expected an entry that was seen before, with its hash then. Only this shows that whoever may write the database
 *   has written the whole chain anew.
 */
export async function verifyAudit(
  collections: AuditCollections,
  organisationId: string,
  expected: AuditPlace | null = null,
): Promise<AuditVerification> {
  for (;;) {
    const before = await collections.chains.findOne({ _id: organisationId });
    const { entries, last, broken } = await walk(collections, organisationId, before, expected);
    const chain = await collections.chains.findOne({ _id: organisationId });
    // Entries that were kept long enough were removed under its hands.
    if (broken && chain?.removed?.sequence !== before?.removed?.sequence) continue;
    return {
      entries,
      removedUpTo: chain?.removed ? { ...chain.removed, at: chain.removed.at.toISOString() } : null,
      head: last.sequence > 0 ? last : null,
      chainedLater: chain?.chainedLater ?? 0,
      broken: broken ?? unexpected(expected, last) ?? (await notChained(collections, organisationId)),
    };
  }
}

async function walk(
  { entries: collection, chains }: AuditCollections,
  organisationId: string,
  chain: AuditChainRecord | null,
  expected: AuditPlace | null,
): Promise<{ entries: number; last: AuditPlace; broken: Broken }> {
  let last: AuditPlace = chain?.removed ?? CHAIN_START;
  let entries = 0;
  for (let head: AuditPlace = CHAIN_START; ;) {
    const query = { organisationId, sequence: { $gt: last.sequence } };
    const batch = await collection.find(query).sort({ sequence: 1 }).limit(BATCH).toArray();
    for (const [index, entry] of batch.entries()) {
      const fault = faultOf(entry, last, batch[index + 1], expected);
      if (fault === 'missing') return { entries, last, broken: { fault, sequence: last.sequence + 1, id: null } };
      if (fault) return { entries, last, broken: { fault, sequence: entry.sequence!, id: entry._id } };
      entries++;
      last = { sequence: entry.sequence!, hash: entry.hash! };
    }
    if (batch.length > 0) continue;
    // The newest entry and the head are written together. So a head that was read after the entries is not behind them.
    const isSecondLook = head.sequence > last.sequence;
    head = (await chains.findOne({ _id: organisationId })) ?? CHAIN_START;
    if (head.sequence > last.sequence && !isSecondLook) continue;
    return { entries, last, broken: brokenEnd(last, head) };
  }
}

function faultOf(
  entry: AuditRecord,
  last: AuditPlace,
  next: AuditRecord | undefined,
  expected: AuditPlace | null,
): AuditFault | null {
  if (entry.sequence !== last.sequence + 1) return 'missing';
  if (entry.hash !== auditHash(entry)) return 'changed';
  if (entry.previousHash !== last.hash) return 'replaced';
  if (next?.sequence === entry.sequence) return 'repeated';
  return expected?.sequence === entry.sequence && expected.hash !== entry.hash ? 'not_expected' : null;
}

function brokenEnd(last: AuditPlace, head: AuditPlace): Broken {
  if (head.sequence > last.sequence) return { fault: 'cut_off', sequence: last.sequence + 1, id: null };
  if (head.sequence < last.sequence) return { fault: 'added', sequence: head.sequence + 1, id: null };
  return head.hash === last.hash ? null : { fault: 'replaced', sequence: last.sequence, id: null };
}

/** Whether there is no entry any more with the number of one that was seen before. */
function unexpected(expected: AuditPlace | null, last: AuditPlace): Broken {
  return expected && expected.sequence > last.sequence
    ? { fault: 'not_expected', sequence: expected.sequence, id: null }
    : null;
}

async function notChained({ entries }: AuditCollections, organisationId: string): Promise<Broken> {
  const found = await entries.findOne({ organisationId, sequence: { $exists: false } }, { sort: { _id: 1 } });
  return found && { fault: 'not_chained', sequence: null, id: found._id };
}

/** Verifies the audit logs of all organisations of a database, one after the other. For operators. */
export function verifyAudits(uri: string): Promise<Map<string, AuditVerification>> {
  return withMongodb(uri, 'cli', async (db) => {
    const entries = db.collection<AuditRecord>('audit');
    const chains = db.collection<AuditChainRecord>('audit_chains');
    // Also one whose chain or whose entries are gone altogether.
    const ids = new Set([...(await chains.distinct('_id')), ...(await entries.distinct('organisationId'))]);
    const results = new Map<string, AuditVerification>();
    for (const id of [...ids].sort()) results.set(id, await verifyAudit({ entries, chains }, id));
    return results;
  });
}
