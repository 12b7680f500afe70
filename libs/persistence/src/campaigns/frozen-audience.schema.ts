import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * A piece of a frozen audience: some thousand phones in their order, the pieces too. `_id` is `<freezeId>/<n>`, so that
 * each piece is written once, whoever is faster. The last one is the seal: it has no phones, and after it nothing can be
 * added. [campaigns]
 */
export interface FrozenAudienceRecord {
  _id: string;
  freezeId: string;
  n: number;
  phones: string[];
  /** The last phone, or that of the piece before the seal; empty when there is none. */
  lastPhone: string;
  /** How many phones there are up to here. */
  total: number;
  isSeal: boolean;
}
export const frozenAudienceDefinition = {
  name: 'FrozenAudience',
  schema: new Schema<FrozenAudienceRecord>(
    {
      _id: String,
      freezeId: String,
      n: Number,
      phones: [String],
      lastPhone: String,
      total: Number,
      isSeal: Boolean,
    },
    { ...options, collection: 'frozen_audiences' },
  ).index({ freezeId: 1, n: 1, lastPhone: 1 }),
};
