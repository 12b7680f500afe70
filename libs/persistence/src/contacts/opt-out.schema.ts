import { Schema } from 'mongoose';
import type { ChangedBy, OptOut } from '#contracts';
import { options } from '../schema-options.js';

/**
 * Whether a phone number must not be contacted: from one account (`_id` is `<accountId>/<phone>`), or from all accounts of
 * the organisation (`<organisationId>/<phone>`). [contacts] This is what counts; contacts have a copy of the mark, which
 * filters and events use. It is written in the transaction of the contact that somebody marked.
 */
export interface OptOutRecord {
  _id: string;
  organisationId: string;
  /** Null: all accounts of the organisation. */
  accountId: string | null;
  phone: string;
  /** Null: the mark was taken off. */
  mark: OptOut | null;
  changedBy: ChangedBy;
  changedAt: Date;
  /** For all accounts: when the contacts with this phone are to be compared with it. Null: they agree. */
  due: Date | null;
}
export const optOutDefinition = {
  name: 'OptOut',
  schema: new Schema<OptOutRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: String,
      phone: String,
      mark: Schema.Types.Mixed,
      changedBy: Schema.Types.Mixed,
      changedAt: Date,
      due: Date,
    },
    { ...options, collection: 'opt_outs' },
  ).index({ due: 1, _id: 1 }),
};
