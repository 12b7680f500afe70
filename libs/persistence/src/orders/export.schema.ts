import { Schema } from 'mongoose';
import type { AccountFilter, Export } from '#contracts';
import { orderDefinition, type OrderRecord } from './order.schema.js';

/**
 * An export. Older ones lack `startedAt`, `cancelRequested` and `createdBy`. [gateway creates it, exporter writes it]
 */
export interface ExportRecord
  extends
    OrderRecord,
    Pick<
      Export,
      'segmentId' | 'format' | 'rows' | 'expectedRows' | 'rowsPerSecond' | 'fileSize' | 'sha256' | 'fileName'
    > {
  filter: AccountFilter;
  objectKey: string | null;
  expiresAt: Date | null;
}
export const exportDefinition = orderDefinition<ExportRecord>('Export', 'exports', {
  filter: { type: Schema.Types.Mixed, required: true },
  segmentId: { type: String, default: null },
  format: { type: String, required: true },
  rows: { type: Number, default: 0 },
  expectedRows: { type: Number, default: null },
  rowsPerSecond: { type: Number, default: null },
  fileSize: { type: Number, default: null },
  sha256: { type: String, default: null },
  fileName: { type: String, required: true },
  objectKey: { type: String, default: null },
  expiresAt: { type: Date, default: null },
});
exportDefinition.schema.index({ expiresAt: 1 });
