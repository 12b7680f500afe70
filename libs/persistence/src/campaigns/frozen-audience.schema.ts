import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * A piece of a frozen audience: a few thousand phones. Phones are sorted within a piece and across pieces. `_id` is
 * `<freezeId>/<n>`, so that each piece is written only once when several workers try. The last piece is the seal: it
 * has no phones, and nothing can be added after it. People whose data are erased are taken out later. [campaigns]
 */
export interface FrozenAudienceRecord {
  _id: string;
  freezeId: string;
  n: number;
  phones: string[];
  /** The last phone; in the seal, that of the piece before. Empty when there is none, also when all were taken out. */
  lastPhone: string;
  /** The number of phones up to and including this piece. */
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
