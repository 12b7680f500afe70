import { Schema } from 'mongoose';
import type { Conditions, ReachEffect } from '#contracts';
import { options } from '../schema-options.js';

/** What a segment reached at some moment. */
export interface SegmentCount {
  campaignId: string;
  name: string;
  segment: Conditions;
  count: number;
}

/**
 * What an import did to the reach of its account's campaigns. `_id` is the import. [campaigns]
 * `before`: what they reached before the import's first change was taken over; null while none was.
 * `finishedAt`: when its end was heard of. `effect`: once both ends are known.
 */
export interface ImportEffectRecord {
  _id: string;
  organisationId: string;
  accountId: string;
  state: 'under_way' | 'finished' | 'settled';
  before: SegmentCount[] | null;
  notedAt: Date | null;
  finishedAt: Date | null;
  effect: ReachEffect[] | null;
}
export const importEffectDefinition = {
  name: 'ImportEffect',
  schema: new Schema<ImportEffectRecord>(
    {
      _id: String,
      organisationId: String,
      accountId: String,
      state: String,
      before: Schema.Types.Mixed,
      notedAt: Date,
      finishedAt: Date,
      effect: Schema.Types.Mixed,
    },
    { ...options, collection: 'import_effects' },
  )
    .index({ state: 1 })
    .index({ accountId: 1, notedAt: 1 }),
};
