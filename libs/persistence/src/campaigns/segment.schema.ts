import { Schema } from 'mongoose';
import type { Conditions, Count, Segment } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A saved segment. [gateway] `nameKey` is the folded name, which is unique in the organisation. `counted`: how many
 * contacts matched at `at`; null when nobody has counted these conditions. `turns`: see `take` in
 * segments.repository.ts.
 */
export interface SegmentRecord extends Pick<Segment, 'name' | 'accountId' | 'createdBy'> {
  _id: string;
  organisationId: string;
  nameKey: string;
  conditions: Conditions;
  counted: (Count & { at: Date }) | null;
  createdAt: Date;
  updatedAt: Date;
  turns?: number;
}
export const segmentDefinition = {
  name: 'Segment',
  schema: new Schema<SegmentRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, default: null },
      name: { type: String, required: true },
      nameKey: { type: String, required: true },
      conditions: { type: Schema.Types.Mixed, required: true },
      counted: { type: Schema.Types.Mixed, default: null },
      createdAt: { type: Date, required: true },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
      turns: Number,
    },
    { ...options, collection: 'segments' },
  )
    .index({ organisationId: 1, _id: 1 })
    .index({ organisationId: 1, nameKey: 1 }, { unique: true }),
};
