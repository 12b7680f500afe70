import { Schema } from 'mongoose';
import type { WhatsappConnection } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A connected WhatsApp business account. `token` is encrypted; `checkAt` is the time of the next check of its numbers.
 * [gateway]
 */
export type WhatsappConnectionRecord = Omit<WhatsappConnection, 'id' | 'detail' | 'createdAt' | 'checkedAt'> & {
  _id: string;
  organisationId: string;
  token: string;
  createdAt: Date;
  checkedAt: Date;
  checkAt: Date;
};
export const whatsappConnectionDefinition = {
  name: 'WhatsappConnection',
  schema: new Schema<WhatsappConnectionRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      businessAccountId: { type: String, required: true },
      state: { type: String, required: true },
      token: { type: String, required: true },
      createdAt: { type: Date, required: true },
      checkedAt: { type: Date, required: true },
      checkAt: { type: Date, required: true },
    },
    { ...options, collection: 'whatsapp_connections' },
  )
    .index({ organisationId: 1, businessAccountId: 1 }, { unique: true })
    .index({ checkAt: 1 }),
};

/** Binds the encrypted token to its connection, so that a copy in another record cannot be decrypted. */
export function tokenContext({
  organisationId,
  businessAccountId,
}: Pick<WhatsappConnectionRecord, 'organisationId' | 'businessAccountId'>): string {
  return `${organisationId}/${businessAccountId}`;
}
