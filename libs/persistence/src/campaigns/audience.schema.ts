import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/** The campaigns service's own view of a contact, made from events alone. `_id` is `<accountId>/<phone>`. [campaigns] */
export interface AudienceRecord {
  _id: string;
  accountId: string;
  phone: string;
  rev: number;
  tags: string[];
  facets: string[];
}
export const audienceDefinition = {
  name: 'AudienceMember',
  schema: new Schema<AudienceRecord>(
    { _id: String, accountId: String, phone: String, rev: Number, tags: [String], facets: [String] },
    { ...options, collection: 'audience' },
  ).index({ accountId: 1, facets: 1, phone: 1 }),
};
