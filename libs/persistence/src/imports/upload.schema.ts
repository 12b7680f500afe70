import { Schema } from 'mongoose';
import type { ImportOptions } from '#contracts';
import { options } from '../schema-options.js';

/**
 * A file that arrives over several requests, perhaps of several gateways. `_id` is that of the import it becomes. The
 * object store has the bytes, and this record says which of them count: those that a process stored and did not come to
 * enter here do not. [gateway; importer removes]
 */
export interface UploadRecord {
  _id: string;
  organisationId: string;
  accountId: string;
  options: ImportOptions;
  fileName: string;
  /** In bytes. */
  size: number;
  /** The SHA-256 of the file in hexadecimal, if the client stated it. */
  sha256: string | null;
  idempotencyKey: string | null;
  /** How many bytes are stored. It only grows, and is `size` from the moment the import exists. */
  offset: number;
  /** The id of the multipart upload in the object store, from the first full part on. */
  partsId: string | null;
  /** The full parts, in their order. Each has `UPLOAD_PART_BYTES`. */
  parts: { number: number; etag: string }[];
  /** The object with the bytes after the last full part. */
  restKey: string | null;
  /** The import of the complete file: usually a new one with the same id; an earlier one with the same `Idempotency-Key`. */
  importId: string | null;
  createdAt: Date;
}
export const uploadDefinition = {
  name: 'Upload',
  schema: new Schema<UploadRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      accountId: { type: String, required: true },
      options: { type: Schema.Types.Mixed, required: true },
      fileName: { type: String, required: true },
      size: { type: Number, required: true },
      sha256: { type: String, default: null },
      idempotencyKey: { type: String, default: null },
      offset: { type: Number, default: 0 },
      partsId: { type: String, default: null },
      parts: { type: [{ _id: false, number: Number, etag: String }], default: () => [] },
      restKey: { type: String, default: null },
      importId: { type: String, default: null },
      createdAt: { type: Date, required: true },
    },
    { ...options, collection: 'uploads' },
  ).index({ organisationId: 1, importId: 1, _id: 1 }),
};
