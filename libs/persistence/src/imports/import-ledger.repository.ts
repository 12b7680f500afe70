import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { MergedCounts } from '#contracts';
import { importBatchDefinition, type BatchOutcome, type ImportBatchRecord } from './import.schemas.js';

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
  async open(batch: Omit<ImportBatchRecord, '_id' | 'outcome' | 'failed' | 'inHand'>): Promise<void> {
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

  find(importId: string, n: number): Promise<ImportBatchRecord | null> {
    return this.model
      .findOne({ _id: batchId(importId, n) })
      .lean<ImportBatchRecord>()
      .exec();
  }

  /** All batches that have no outcome and were not given up, in order. */
  openBatches(importId: string): Promise<ImportBatchRecord[]> {
    return this.model.find({ importId, outcome: null, failed: null }).sort({ n: 1 }).lean<ImportBatchRecord[]>().exec();
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

  /**
   * Stores the outcome of a batch once; a second outcome is ignored. An outcome that arrives late replaces `failed`.
   */
  async settle(importId: string, n: number, outcome: BatchOutcome): Promise<boolean> {
    const result = await this.model.updateOne(
      { _id: batchId(importId, n), outcome: null },
      { $set: { outcome, failed: null }, $unset: { inHand: 1 } },
    );
    return result.modifiedCount === 1;
  }

  /** Marks a batch as given up. It has a dead letter. */
  async markFailed(importId: string, n: number, reason: string): Promise<void> {
    await this.model.updateOne(
      { _id: batchId(importId, n), outcome: null },
      { $set: { failed: { reason, at: new Date() } } },
    );
  }

  /** Reopens batches that were given up. Those with an outcome keep it. */
  async reopen(importId: string, numbers: readonly number[]): Promise<void> {
    const ids = numbers.map((n) => batchId(importId, n));
    await this.model.updateMany({ _id: { $in: ids }, outcome: null }, { $set: { failed: null } });
  }

  /** True while a batch has no outcome, even if it was given up. */
  async hasUnsettled(importId: string): Promise<boolean> {
    return (await this.model.exists({ importId, outcome: null })) !== null;
  }

  /** Stores the phones that are about to be written, so that another process can publish them if this one dies. */
  async takeInHand(importId: string, n: number, phones: readonly string[]): Promise<void> {
    await this.model.updateOne({ _id: batchId(importId, n) }, { $set: { inHand: [...phones] } });
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

  async summary(importId: string): Promise<LedgerSummary> {
    const sum: LedgerSummary = { failedBatches: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };
    const batches = this.model.find({ importId }, { outcome: 1, failed: 1 }).lean<ImportBatchRecord[]>().cursor();
    for await (const batch of batches) addBatch(sum, batch);
    return sum;
  }
}
