import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model, type UpdateQuery } from 'mongoose';
import type { MergedCounts } from '#contracts';
import { importBatchDefinition, type BatchOutcome, type ImportBatchRecord } from './import.schemas.js';

const OPEN = { outcome: null, failed: null };

/** The ledger id of a batch. Ids sort by batch number. */
export function batchId(importId: string, n: number): string {
  return `${importId}/${String(n).padStart(6, '0')}`;
}

/** Totals of an import's ledger. */
export interface LedgerSummary extends MergedCounts {
  /** Batches that were given up. */
  failedBatches: number;
}

/** Adds a batch to the totals. A batch without an outcome adds nothing to the counts. */
export function addBatch(sum: LedgerSummary, { outcome, failed }: Pick<ImportBatchRecord, 'outcome' | 'failed'>): void {
  if (failed) sum.failedBatches++;
  if (!outcome) return;
  sum.created += outcome.created;
  sum.updated += outcome.updated;
  sum.unchanged += outcome.unchanged;
  sum.rejected += outcome.rejected.length;
}

/** The ledger of import batches: what was sent, and the outcome. An outcome is written once. */
@Injectable()
export class ImportLedgerRepository {
  constructor(@InjectModel(importBatchDefinition.name) private readonly model: Model<ImportBatchRecord>) {}

  /**
   * Adds a batch before it is sent. Idempotent.
   * @throws when another batch has the number, because another process is sending this import too
   */
  async open(
    batch: Pick<ImportBatchRecord, 'importId' | 'n' | 'rowFrom' | 'rowTo' | 'rows' | 'byteFrom' | 'byteTo'>,
  ): Promise<void> {
    const _id = batchId(batch.importId, batch.n);
    const entry = await this.model
      .findOneAndUpdate(
        { _id },
        { $setOnInsert: { ...batch, outcome: null, failed: null } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<ImportBatchRecord>();
    if (entry?.byteFrom !== batch.byteFrom || entry.byteTo !== batch.byteTo)
      throw new Error(`batch ${batch.n} is another one by now`);
  }

  /** The batch, or null when it has an outcome or was given up. */
  findOpen(importId: string, n: number, session: ClientSession): Promise<ImportBatchRecord | null> {
    return this.model
      .findOne({ _id: batchId(importId, n), ...OPEN }, null, { session })
      .lean<ImportBatchRecord>()
      .exec();
  }

  async hasOutcome(importId: string, n: number): Promise<boolean> {
    return (await this.model.exists({ _id: batchId(importId, n), outcome: { $ne: null } })) !== null;
  }

  /** All batches that have no outcome and were not given up, in order. */
  openBatches(importId: string): Promise<ImportBatchRecord[]> {
    return this.model
      .find({ importId, ...OPEN })
      .sort({ n: 1 })
      .lean<ImportBatchRecord[]>()
      .exec();
  }

  /** The batch with the highest number, or null when none was sent yet. */
  last(importId: string): Promise<ImportBatchRecord | null> {
    return this.model.findOne({ importId }).sort({ n: -1 }).lean<ImportBatchRecord>().exec();
  }

  /** Those of the given batches that have an outcome or were given up. */
  settled(importId: string, numbers: number[]): Promise<ImportBatchRecord[]> {
    return this.model
      .find({
        _id: { $in: numbers.map((n) => batchId(importId, n)) },
        $or: [{ outcome: { $ne: null } }, { failed: { $ne: null } }],
      })
      .lean<ImportBatchRecord[]>()
      .exec();
  }

  /** Stores the outcome of an open batch. @throws when it is not open any more */
  settle(importId: string, n: number, outcome: BatchOutcome, session: ClientSession): Promise<void> {
    return this.change(importId, n, { $set: { outcome }, $unset: { partial: 1, removed: 1, removedUpTo: 1 } }, session);
  }

  /** Stores what the first rows of an open batch came to. @throws when it is not open any more */
  advance(
    importId: string,
    n: number,
    partial: NonNullable<ImportBatchRecord['partial']>,
    session: ClientSession,
  ): Promise<void> {
    return this.change(importId, n, { $set: { partial } }, session);
  }

  /** Counts contacts that lost the value of a blank column. @throws when the batch is not open any more */
  countRemoved(
    importId: string,
    n: number,
    contacts: number,
    upTo: NonNullable<ImportBatchRecord['removedUpTo']>,
    session: ClientSession,
  ): Promise<void> {
    const update = { $inc: { [`removed.${upTo.index}`]: contacts }, $set: { removedUpTo: upTo } };
    return this.change(importId, n, update, session);
  }

  /** Marks a batch as given up. It has a dead letter. */
  async markFailed(importId: string, n: number, reason: string): Promise<void> {
    await this.model.updateOne(
      { _id: batchId(importId, n), outcome: null },
      { $set: { failed: { reason, at: new Date() } } },
    );
  }

  /** Gives up all open batches of an import that ends without them, so that they change nothing any more. */
  async close(importId: string, reason: string, session: ClientSession): Promise<void> {
    const failed = { reason, at: new Date() };
    await this.model.updateMany({ importId, ...OPEN }, { $set: { failed } }, { session });
  }

  /** Reopens batches that were given up. Those with an outcome keep it. */
  async reopen(importId: string, numbers: readonly number[], session: ClientSession): Promise<void> {
    const ids = numbers.map((n) => batchId(importId, n));
    await this.model.updateMany({ _id: { $in: ids }, outcome: null }, { $set: { failed: null } }, { session });
  }

  /** True while a batch has no outcome, even if it was given up. */
  async hasUnsettled(importId: string): Promise<boolean> {
    return (await this.model.exists({ importId, outcome: null })) !== null;
  }

  /** The rows that were rejected while merging, batch by batch, in row order. They also go into the error file. */
  async *rejectedRows(importId: string): AsyncGenerator<BatchOutcome['rejected']> {
    const cursor = this.model
      .find({ importId, 'outcome.rejected.0': { $exists: true } }, { outcome: 1 })
      .sort({ n: 1 })
      .lean<ImportBatchRecord[]>()
      .cursor();
    for await (const { outcome } of cursor) yield outcome!.rejected.toSorted((a, b) => a.row - b.row);
  }

  /** Removes the ledger of an import that is removed itself. */
  async remove(importId: string): Promise<void> {
    await this.model.deleteMany({ importId });
  }

  async summary(importId: string, session?: ClientSession): Promise<LedgerSummary> {
    const sum: LedgerSummary = { failedBatches: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };
    const batches = this.model
      .find({ importId }, { outcome: 1, failed: 1 }, { session })
      .lean<ImportBatchRecord[]>()
      .cursor();
    for await (const batch of batches) addBatch(sum, batch);
    return sum;
  }

  private async change(importId: string, n: number, update: UpdateQuery<ImportBatchRecord>, session: ClientSession) {
    const { matchedCount } = await this.model.updateOne({ _id: batchId(importId, n), ...OPEN }, update, { session });
    if (matchedCount === 0) throw new Error(`batch ${n} is not open any more`);
  }
}
