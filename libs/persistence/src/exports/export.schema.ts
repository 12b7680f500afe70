import { Schema } from 'mongoose';
import type { AccountFilter, Coded, Export } from '#contracts';
import { options } from '../schema-options.js';

/** An export. The fields are the API's (contracts `Export`), besides the object's key. [gateway makes it, exporter writes it] */
export type ExportRecord = Omit<Export, 'id' | 'filter' | 'error' | 'createdAt' | 'finishedAt' | 'expiresAt'> & {
  _id: string;
  organisationId: string;
  filter: AccountFilter;
  error: Coded | null;
  objectKey: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  updatedAt: Date;
};
export const exportDefinition = {
  name: 'Export',
  schema: new Schema<ExportRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      filter: { type: Schema.Types.Mixed, required: true },
      format: { type: String, required: true },
      status: { type: String, required: true },
      rows: { type: Number, default: 0 },
      expectedRows: { type: Number, default: null },
      rowsPerSecond: { type: Number, default: null },
      fileSize: { type: Number, default: null },
      sha256: { type: String, default: null },
      fileName: { type: String, required: true },
      objectKey: { type: String, default: null },
      error: { type: Schema.Types.Mixed, default: null },
      createdAt: { type: Date, required: true },
      finishedAt: { type: Date, default: null },
      expiresAt: { type: Date, default: null },
      updatedAt: { type: Date, required: true },
    },
    { ...options, collection: 'exports' },
  )
    .index({ organisationId: 1, _id: -1 })
    .index({ status: 1, updatedAt: 1 })
    .index({ expiresAt: 1 }),
};
