import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ReachEffect } from '#contracts';
import { Model } from 'mongoose';
import type { AccountRef } from '../accounts/scope.js';
import { importEffectDefinition, type ImportEffectRecord } from './import-effect.schema.js';

/** How imports changed the reach of campaigns. */
@Injectable()
export class ImportEffectsRepository {
  constructor(@InjectModel(importEffectDefinition.name) private readonly model: Model<ImportEffectRecord>) {}

  /** The effects of these imports, as far as known. */
  async ofImports(organisationId: string, importIds: readonly string[]): Promise<Map<string, ReachEffect[]>> {
    if (importIds.length === 0) return new Map();
    const records = await this.model
      .find({ _id: { $in: importIds }, organisationId, effect: { $ne: null } }, { effect: 1 })
      .lean<Pick<ImportEffectRecord, '_id' | 'effect'>[]>();
    return new Map(records.map(({ _id, effect }) => [_id, effect!]));
  }

  /** The imports with which the name and the segment of one of these campaigns are stored. */
  async importsThatCounted(
    { organisationId, id: accountId }: AccountRef,
    campaignIds: readonly string[],
  ): Promise<Set<string>> {
    if (campaignIds.length === 0) return new Set();
    const counted = campaignIds.flatMap((id) => [{ 'before.campaignId': id }, { 'effect.campaignId': id }]);
    return new Set(await this.model.distinct('_id', { accountId, organisationId, $or: counted }).exec());
  }
}
