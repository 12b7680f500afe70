import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Collection } from 'mongodb';
import { Model } from 'mongoose';
import type { AuditFilter, AuditPlace, AuditQuery, AuditVerification, Count } from '#contracts';
import { firstIdAt, removeOldest } from '../remove-oldest.js';
import { Transactions } from '../transactions.js';
import { chained, CHAIN_START, type ChainedAuditRecord } from './audit-chain.js';
import { auditChainDefinition, type AuditChainRecord } from './audit-chain.schema.js';
import { auditDefinition, type AuditRecord } from './audit.schema.js';
import { verifyAudit } from './verify-audit.js';

/** Counting stops here, because nobody reads that many entries and the log only grows. */
const COUNT_UP_TO = 10_000;
const SCAN = 500;
const ABOUT = 1_000;
const MARGIN_MS = 60_000;

/** The audit log. Entries are only added, and removed when they have been kept long enough. */
@Injectable()
export class AuditRepository {
  constructor(
    @InjectModel(auditDefinition.name) private readonly model: Model<AuditRecord>,
    @InjectModel(auditChainDefinition.name) private readonly chains: Model<AuditChainRecord>,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Adds an entry to the chain of its organisation. Of two transactions that add one at the same time, MongoDB aborts
   * one, which begins again. So it should be the last thing that a transaction does.
   */
  async add(record: AuditRecord, session: ClientSession): Promise<ChainedAuditRecord> {
    const { organisationId } = record;
    const chain = await this.chains.findOne({ _id: organisationId }, null, { session }).lean<AuditChainRecord>();
    const entry = chained(record, chain ?? CHAIN_START);
    const { sequence, hash } = entry;
    await this.chains.updateOne(
      { _id: organisationId },
      { $set: { sequence, hash }, $setOnInsert: { removed: null, chainedLater: 0 } },
      { upsert: true, session },
    );
    await this.model.create([entry], { session });
    return entry;
  }

  /** Newest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(organisationId: string, { after, limit, ...filter }: AuditQuery): Promise<AuditRecord[]> {
    return this.find(organisationId, filter, after, limit + 1);
  }

  /** All entries that match, newest first. */
  async *scan(organisationId: string, filter: AuditFilter): AsyncGenerator<AuditRecord[]> {
    for (let after: string | undefined; ;) {
      const batch = await this.find(organisationId, filter, after, SCAN);
      if (batch.length > 0) yield batch;
      if (batch.length < SCAN) return;
      after = batch.at(-1)!._id;
    }
  }

  async count(organisationId: string, filter: AuditFilter): Promise<Count> {
    const found = await this.model.countDocuments(conditions(organisationId, filter)).limit(COUNT_UP_TO + 1);
    return { value: Math.min(found, COUNT_UP_TO), exact: found <= COUNT_UP_TO };
  }

  /** The newest entries about these things. */
  about(organisationId: string, targets: readonly string[]): Promise<AuditRecord[]> {
    return this.model
      .find({ organisationId, targets: { $in: targets } })
      .sort({ _id: -1 })
      .limit(ABOUT)
      .lean<AuditRecord[]>()
      .exec();
  }

  /** @param expected an entry that was seen before, with its hash then */
  verify(organisationId: string, expected: AuditPlace | null): Promise<AuditVerification> {
    const entries = this.model.collection as unknown as Collection<AuditRecord>;
    const chains = this.chains.collection as unknown as Collection<AuditChainRecord>;
    return verifyAudit({ entries, chains }, organisationId, expected);
  }

  /**
   * For the sweeper: removes the oldest entries of all organisations. Those of a chain are removed from its beginning,
   * and the chain keeps the hash of the last one, so that the others can still be verified.
   * @returns how many
   */
  async removeBefore(before: Date, limit: number): Promise<number> {
    const old = { at: { $lt: before } };
    let removed = await removeOldest(this.model, before, { ...old, sequence: { $exists: false } }, limit);
    // Those whose chain begins with an entry that is to stay: builds from before may have written older ones since.
    const waiting: string[] = [];
    while (removed < limit) {
      const query = { ...old, _id: { $lt: firstIdAt(before) }, organisationId: { $nin: waiting } };
      const oldest = await this.model.findOne(query, { organisationId: 1 }).sort({ _id: 1 }).lean<AuditRecord>();
      if (!oldest) break;
      const count = await this.removeFirst(oldest.organisationId, before, limit - removed);
      if (count === 0) waiting.push(oldest.organisationId);
      removed += count;
    }
    return removed;
  }

  private async removeFirst(organisationId: string, before: Date, limit: number): Promise<number> {
    const first = await this.model
      .find({ organisationId, sequence: { $exists: true } })
      .sort({ sequence: 1 })
      .limit(limit)
      .lean<ChainedAuditRecord[]>();
    const young = first.findIndex(({ at }) => at >= before);
    const count = young < 0 ? first.length : young;
    if (count === 0) return 0;
    const { sequence, hash, at } = first[count - 1]!;
    await this.transactions.run(async (session) => {
      const isFurther = { $or: [{ removed: null }, { 'removed.sequence': { $lt: sequence } }] };
      const anchor = { $set: { removed: { sequence, hash, at } } };
      await this.chains.updateOne({ _id: organisationId, ...isFurther }, anchor, { session });
      await this.model.deleteMany({ organisationId, sequence: { $lte: sequence } }, { session });
    });
    return count;
  }

  private find(organisationId: string, filter: AuditFilter, after: string | undefined, limit: number) {
    return this.model
      .find({ $and: [conditions(organisationId, filter), after ? { _id: { $lt: after } } : {}] })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<AuditRecord[]>()
      .exec();
  }
}

/** Ids begin with the time, so an index finds them by time. An id may be made a moment before its entry has the time. */
function conditions(organisationId: string, { action, actorId, target, since, until }: AuditFilter) {
  const from = since === undefined ? null : new Date(since);
  const to = until === undefined ? null : new Date(until);
  const afterOrAt = from && { at: { $gte: from }, _id: { $gte: firstIdAt(new Date(from.getTime() - MARGIN_MS)) } };
  const before = to && { at: { $lt: to }, _id: { $lt: firstIdAt(to) } };
  return {
    organisationId,
    ...(action && { action }),
    ...(actorId && { 'actor.id': actorId }),
    ...(target && { targets: target }),
    ...((from || to) && {
      at: { ...afterOrAt?.at, ...before?.at },
      _id: { ...afterOrAt?._id, ...before?._id },
    }),
  };
}
