import { Schema } from 'mongoose';
import { options } from '../schema-options.js';

/**
 * A browser in which a person has signed in. `_id` is the SHA-256 of their id and the token of the browser's cookie, so it
 * does not tell who else uses the browser. MongoDB removes the record at `expiresAt`. [gateway]
 */
export interface DeviceRecord {
  _id: string;
  userId: string;
  expiresAt: Date;
}
export const deviceDefinition = {
  name: 'Device',
  schema: new Schema<DeviceRecord>(
    {
      _id: String,
      userId: { type: String, required: true },
      expiresAt: { type: Date, required: true },
    },
    { ...options, collection: 'devices' },
  )
    .index({ userId: 1 })
    .index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};
