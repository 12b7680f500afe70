import { Schema } from 'mongoose';
import type { ContactEditResult } from '#contracts';
import { options } from '../schema-options.js';

/** Longer than any job waits in a queue or a process stands still. */
const KEPT_SECONDS = 7 * 24 * 3600;

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
  ).index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS }),
};
