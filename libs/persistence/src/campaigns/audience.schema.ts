import { Schema } from 'mongoose';
import type { Standing } from '#contact-rules';
import { options } from '../schema-options.js';

/**
 * The campaigns service's own view of a contact, built from events only. `_id` is `<accountId>/<phone>`. [campaigns]
 * Filters match `facets`, `terms`, `phone` and `reversedPhone`; `standing` decides who may be in an audience. Segments
 * are served by two indexes, by standing and then the id, which sorts by phone within an account: one has a facet in
 * between; the other is for segments of *not* alone, and has one entry for each contact instead of one for each facet.
 */
export interface AudienceRecord {
  _id: string;
  accountId: string;
  phone: string;
  rev: number;
  standing: Standing;
  tags: string[];
  facets: string[];
  terms: string[];
  reversedPhone: string;
}
export const audienceDefinition = {
  name: 'AudienceMember',
  schema: new Schema<AudienceRecord>(
    {
      _id: String,
      accountId: String,
      phone: String,
      rev: Number,
      standing: String,
      tags: [String],
      facets: [String],
      terms: [String],
      reversedPhone: String,
    },
    { ...options, collection: 'audience' },
  )
    .index({ accountId: 1, standing: 1, facets: 1, _id: 1 })
    .index({ accountId: 1, standing: 1, _id: 1 }),
};
