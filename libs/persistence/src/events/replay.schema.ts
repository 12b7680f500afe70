import { Schema } from 'mongoose';
import type { Coded, Replay } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A replay. The fields are the API's (contracts `Replay`), besides where it stands: [gateway makes it; contacts writes
 * it from then on, except for `cancelRequested`]
 */
export type ReplayRecord = Omit<Replay, 'id' | 'error' | 'eventsWaiting' | 'createdAt' | 'startedAt' | 'finishedAt'> & {
  _id: string;
  organisationId: string;
  /** The last phone that was told of: contacts are passed through by phone. */
  afterPhone: string;
  /** Its events in the outbox that the subscriber had not handled when this was last looked at. */
  inFlight: string[];
  error: Coded | null;
  cancelRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When the record last changed: the sweeper looks at open replays that have not moved for a while. */
  updatedAt: Date;
};
export const replayDefinition = {
  name: 'Replay',
  schema: new Schema<ReplayRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      to: { type: String, required: true },
      status: { type: String, required: true },
      processed: { type: Number, default: 0 },
      expected: { type: Number, default: null },
      contactsPerSecond: { type: Number, default: null },
      error: { type: Schema.Types.Mixed, default: null },
      afterPhone: { type: String, default: '' },
      inFlight: [String],
      cancelRequested: { type: Boolean, default: false },
      createdAt: { type: Date, required: true },
      startedAt: { type: Date, default: null },
      finishedAt: { type: Date, default: null },
      updatedAt: { type: Date, required: true },
      createdBy: { type: Schema.Types.Mixed, required: true },
    },
    { ...options, collection: 'replays' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 }),
};
