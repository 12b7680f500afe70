import { Schema } from 'mongoose';
import type { Campaign, Coded, Reach } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A campaign. The fields are those of the API (contracts `Campaign`), and the ones below. `segment` is a copy of the
 * conditions of the saved segment, if it refers to one: a change of the segment changes both in one transaction. [gateway creates it and
 * changes its state; campaigns freezes its audience: from `scheduled` to `audience_frozen`, or back to `draft` with the
 * reason]
 */
export type CampaignRecord = Omit<
  Campaign,
  'id' | 'reach' | 'warnings' | 'error' | 'scheduledAt' | 'createdAt' | 'frozenAt' | 'finishedAt'
> & {
  _id: string;
  organisationId: string;
  error: Coded | null;
  scheduledAt: Date | null;
  /** The id of its frozen audience, set when freezing begins. */
  freezeId: string | null;
  /** The figures of the frozen audience, without those who were erased since; null before. */
  reach: Reach | null;
  /** The key of its file in the object store, set when the audience is complete. */
  objectKey: string | null;
  createdAt: Date;
  frozenAt: Date | null;
  finishedAt: Date | null;
};
export const campaignDefinition = {
  name: 'Campaign',
  schema: new Schema<CampaignRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      name: { type: String, required: true },
      segment: { type: Schema.Types.Mixed, required: true },
      segmentId: { type: String, default: null },
      state: { type: String, required: true },
      scheduledAt: { type: Date, default: null },
      freezeId: { type: String, default: null },
      reach: { type: Schema.Types.Mixed, default: null },
      objectKey: { type: String, default: null },
      erased: Number,
      error: { type: Schema.Types.Mixed, default: null },
      createdAt: { type: Date, required: true },
      frozenAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      createdBy: { type: Schema.Types.Mixed, required: true },
    },
    { ...options, collection: 'campaigns' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ accountId: 1, state: 1 })
    .index({ segmentId: 1, state: 1 })
    .index({ state: 1, scheduledAt: 1 })
    .index({ state: 1, freezeId: 1 }),
};
