import { Schema } from 'mongoose';
import type { Conditions, ReachEffect } from '#contracts';
import { options } from '../schema-options.js';

/** The number of contacts that a segment reached at some moment. */
export interface SegmentCount {
  campaignId: string;
  name: string;
  segment: Conditions;
  count: number;
}

/**
 * How an import changed the reach of its account's campaigns. `_id` is the import's id. [campaigns] `before`: the reach
 * before the view got the import's first change; null until then. `finishedAt`: when the service received the import's
 * end. `effect`: set once both are known.
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
