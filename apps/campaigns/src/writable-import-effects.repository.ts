import { Injectable } from '@nestjs/common';
import type { ReachEffect } from '#contracts';
import {
  ImportEffectsRepository,
  isDuplicateKey,
  removeOldest,
  type ImportEffectRecord,
  type SegmentCount,
} from '#persistence';
import { InjectImportEffects } from '#persistence/owned/campaigns';
import type { Model } from 'mongoose';

/**
 * The total size of the campaigns that are stored with an import, as JSON. A segment may have a megabyte, and a document
 * of MongoDB 16.
 */
const MAX_BYTES = 4_000_000;

type Ids = { importId: string; organisationId: string; accountId: string };

/** Reads and writes how imports changed the reach of campaigns. */
@Injectable()
export class WritableImportEffectsRepository extends ImportEffectsRepository {
  constructor(@InjectImportEffects() private readonly effects: Model<ImportEffectRecord>) {
    super(effects);
  }

  find(organisationId: string, importId: string): Promise<ImportEffectRecord | null> {
    return this.effects.findOne({ _id: importId, organisationId }).lean<ImportEffectRecord>().exec();
  }

  /**
   * Stores the reach of campaigns before an import, unless it is already stored.
   * @param before the campaigns that matter most come first. The others are left out if they do not fit.
   */
  async noteBefore(ids: Ids, before: SegmentCount[]): Promise<void> {
    const found = { before: thoseThatFit(before), notedAt: new Date() };
    await this.ensure(ids);
    await this.effects.updateOne({ _id: ids.importId, before: null, state: { $ne: 'settled' } }, { $set: found });
  }

  /** Stores that an import has ended. Idempotent. */
  async noteFinished(ids: Ids): Promise<void> {
    await this.ensure(ids);
    const end = { state: 'finished' as const, finishedAt: new Date() };
    await this.effects.updateOne({ _id: ids.importId, state: 'under_way' }, { $set: end });
  }

  /** The effect that was stored next in the same account, or null. */
  next({ accountId, notedAt }: ImportEffectRecord): Promise<ImportEffectRecord | null> {
    return this.effects
      .findOne({ accountId, notedAt: { $gt: notedAt } })
      .sort({ notedAt: 1 })
      .lean<ImportEffectRecord>()
      .exec();
  }

  /** @param effect null when it could not be determined */
  async settle(organisationId: string, importId: string, effect: ReachEffect[] | null): Promise<void> {
    await this.effects.updateOne(
      { _id: importId, organisationId, state: 'finished' },
      { $set: { state: 'settled', effect } },
    );
  }

  /** For the clock, which serves all organisations: ended imports whose effect is not known yet. */
  findUnsettled(limit: number): Promise<ImportEffectRecord[]> {
    return this.effects.find({ state: 'finished' }, { before: 0 }).limit(limit).lean<ImportEffectRecord[]>().exec();
  }

  /** For the sweeper: removes effects of imports that ended before a time. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeOldest(this.effects, before, { state: 'settled', finishedAt: { $lt: before } }, limit);
  }

  private async ensure({ importId, organisationId, accountId }: Ids): Promise<void> {
    const record: ImportEffectRecord = {
      _id: importId,
      organisationId,
      accountId,
      state: 'under_way',
      before: null,
      notedAt: null,
      finishedAt: null,
      effect: null,
    };
    try {
      await this.effects.updateOne({ _id: importId }, { $setOnInsert: record }, { upsert: true });
    } catch (error) {
      // Another process did it at the same time.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

function thoseThatFit(counts: readonly SegmentCount[]): SegmentCount[] {
  let bytes = 0;
  return counts.filter((count) => (bytes += Buffer.byteLength(JSON.stringify(count))) <= MAX_BYTES);
}
