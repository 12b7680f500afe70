import type { EventPublisher } from '#messaging';
import type { ImportRecord } from '#persistence';
import type { Batch } from './gather-batches.js';

export type RowsToSend = Pick<Batch, 'n' | 'bytes' | 'news'>;

/** The columns that are blank throughout, sent as one more batch without rows. */
export interface BlankColumns extends Pick<Batch, 'n' | 'bytes'> {
  names: string[];
}

/** Sends a batch to the contacts service. While its event waits, publishing it again does nothing. */
export async function publishBatch(
  publisher: EventPublisher,
  { organisationId, accountId, _id: importId, options }: ImportRecord,
  batch: RowsToSend | BlankColumns,
): Promise<void> {
  const ids = { organisationId, accountId, importId, batch: batch.n };
  const eventId = `${importId}-${batch.n}`;
  if ('names' in batch) return publisher.send('ColumnsFoundBlank', { ...ids, names: batch.names }, eventId);
  const { blankCells, tagsMode, optOut } = options;
  const how = { blankCells, tagsMode, ...(optOut && { optOut }) };
  await publisher.send('ContactUpserted', { ...ids, options: how, ...batch.news }, eventId);
}
