import { Schema } from 'mongoose';
import type { Account } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A WhatsApp Cloud phone number of an organisation. [gateway] `_id` is random, not in the order of time: contacts are
 * sharded by it, and time-ordered ids would put all new accounts into one chunk. For a connected number, `whatsappStatus` and
 * `whatsappActive` are what WhatsApp last reported. `held`: an administrator set the account inactive, whatever
 * WhatsApp reports. `turns`: see `takeTurn` in accounts.repository.ts.
 */
export type AccountRecord = Omit<Account, 'id' | 'country' | 'whatsapp'> & {
  _id: string;
  organisationId: string;
  createdAt: Date;
  connectionId?: string | null;
  whatsappStatus?: string | null;
  whatsappActive?: boolean | null;
  held?: boolean;
  turns?: number;
};
export const accountDefinition = {
  name: 'Account',
  schema: new Schema<AccountRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      phoneNumber: { type: String, required: true },
      phoneNumberId: { type: String, required: true },
      displayName: { type: String, required: true },
      status: { type: String, enum: ['active', 'inactive'], required: true },
      createdAt: { type: Date, required: true },
      connectionId: { type: String, default: null },
      whatsappStatus: { type: String, default: null },
      whatsappActive: { type: Boolean, default: null },
      held: { type: Boolean, default: false },
      turns: Number,
    },
    { ...options, collection: 'accounts' },
  )
    .index({ organisationId: 1, createdAt: 1, _id: 1 })
    .index({ organisationId: 1, phoneNumberId: 1 }, { unique: true }),
};
