import { Schema } from 'mongoose';
import type { ContactEditResult } from '#contracts';
import { options } from '../schema-options.js';

/** The result of an edit of one contact, so that its job changes nothing when it is run again. [contacts] */
export interface ContactEditRecord {
  /** The job's id. */
  _id: string;
  organisationId: string;
  result: ContactEditResult;
  at: Date;
}
export const contactEditDefinition = {
  name: 'ContactEdit',
  schema: new Schema<ContactEditRecord>(
    { _id: String, organisationId: String, result: Schema.Types.Mixed, at: Date },
    { ...options, collection: 'contact_edits' },
  )
    // For the sweeper. With the id, because builds before removed by an index of the time alone, which may still be there.
    .index({ at: 1, _id: 1 }),
};
