import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * A value name that an import removed from a whole account; the last such import counts. `_id` is `<accountId>/<folded
 * name>`. [campaigns]
 */
export interface RemovedValueRecord {
  _id: string;
  accountId: string;
  name: string;
  importId: string;
}
export const removedValueDefinition = {
  name: 'RemovedValue',
  schema: new Schema<RemovedValueRecord>(
    { _id: String, accountId: String, name: String, importId: String },
    { ...options, collection: 'removed_values' },
  ),
};
