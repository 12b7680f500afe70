import type { AuditChainRecord } from '../access/audit-chain.schema.js';
import { chained, CHAIN_START } from '../access/audit-chain.js';
import type { AuditRecord } from '../access/audit.schema.js';
import type { MigrationStep } from './migration.js';

const BATCH = 200;

/** Gives entries that builds from before wrote a place in the chain of their organisation, in the order of their ids. */
export async function chainAudit({ db, note }: MigrationStep): Promise<void> {
  const audit = db.collection<AuditRecord>('audit');
  const chains = db.collection<AuditChainRecord>('audit_chains');
  for (const organisationId of await audit.distinct('organisationId')) {
    const query = { organisationId, sequence: { $exists: false } };
    for (let count = BATCH; count === BATCH;) {
      count = await db.client.withSession((session) =>
        session.withTransaction(async () => {
          const batch = await audit.find(query, { session }).sort({ _id: 1 }).limit(BATCH).toArray();
          if (batch.length === 0) return 0;
          let last = (await chains.findOne({ _id: organisationId }, { session })) ?? CHAIN_START;
          const entries = batch.map((entry) => (last = chained(entry, last)));
          await audit.bulkWrite(
            (entries as AuditRecord[]).map(({ _id, sequence, previousHash, hash }) => ({
              updateOne: { filter: { _id, organisationId }, update: { $set: { sequence, previousHash, hash } } },
            })),
            { session },
          );
          const { sequence, hash } = last;
          const update = { $set: { sequence, hash, chainedLater: sequence }, $setOnInsert: { removed: null } };
          await chains.updateOne({ _id: organisationId }, update, { upsert: true, session });
          return batch.length;
        }),
      );
      await note(organisationId, { entriesChained: count });
    }
  }
}
