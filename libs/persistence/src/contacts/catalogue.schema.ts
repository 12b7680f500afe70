import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * An account's spelling of a tag or a value name: as first written in it. `_id` is `<accountId>/<kind>:<folded>`.
 * [contacts]
 */
export interface CatalogueRecord {
  _id: string;
  accountId: string;
  kind: 'tag' | 'value';
  key: string;
  name: string;
  /** The words of the name, for searching. */
  words: string[];
}
export const catalogueDefinition = {
  name: 'CatalogueEntry',
  schema: new Schema<CatalogueRecord>(
    { _id: String, accountId: String, kind: String, key: String, name: String, words: [String] },
    { ...options, collection: 'catalogue' },
  )
    .index({ accountId: 1, kind: 1, key: 1 })
    .index({ accountId: 1, kind: 1, words: 1, key: 1 }),
};
