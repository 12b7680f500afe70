import { EVENT_CONTACTS } from '#contracts';
import type { ImportBatchRecord } from '#persistence';
import type { News } from './find-news.js';
import type { Chunk } from '../rows/read-chunks.js';

/** Rows that are sent as one event and have one entry in the ledger. */
export interface Batch extends Pick<ImportBatchRecord, 'n' | 'rowFrom' | 'rowTo' | 'byteFrom' | 'byteTo' | 'rows'> {
  news: News;
  /** The size of all its rows as JSON. */
  bytes: number;
  /** False for a batch that is already in the ledger. */
  isNew: boolean;
}

type ComparedChunk = Chunk & { news: News };

/**
 * Combines chunks into batches: first the batches in the ledger, unchanged, then new ones with up to `maxNews` rows
 * that state something new. So a file with little news is sent in few events.
 * @param next the number of the first new batch
 */
export async function* gatherBatches(
  chunks: AsyncIterable<ComparedChunk>,
  next: number,
  maxNews: number,
): AsyncGenerator<Batch> {
  let n = next;
  let batch: Batch | null = null;
  for await (const chunk of chunks) {
    const { entry, news } = chunk;
    if (batch && !entry && !hasRoom(batch, chunk, maxNews)) {
      yield batch;
      batch = null;
    }
    batch ??= entry ? entered(entry) : emptyBatch(n++, chunk);
    batch.news.rows.push(...news.rows);
    batch.news.unchanged += news.unchanged;
    batch.bytes += chunk.bytes;
    if (!entry) extend(batch, chunk);
    const isWhole = entry ? chunk.byteTo >= entry.byteTo : batch.news.rows.length >= maxNews;
    if (!isWhole) continue;
    yield batch;
    batch = null;
  }
  if (batch) yield batch;
}

/** All rows of a batch must fit into its event, because in a retry all of them may state something new. */
function hasRoom(batch: Batch, { statements, bytes, news }: ComparedChunk, maxNews: number): boolean {
  return (
    batch.news.rows.length + news.rows.length <= maxNews &&
    batch.rows + statements.length <= EVENT_CONTACTS.max &&
    batch.bytes + bytes <= EVENT_CONTACTS.bytes
  );
}

function entered({ n, rowFrom, rowTo, byteFrom, byteTo, rows }: ImportBatchRecord): Batch {
  return { n, rowFrom, rowTo, byteFrom, byteTo, rows, news: { rows: [], unchanged: 0 }, bytes: 0, isNew: false };
}

function emptyBatch(n: number, { statements, byteFrom }: ComparedChunk): Batch {
  const row = statements[0]!.row;
  const news = { rows: [], unchanged: 0 };
  return { n, rowFrom: row, rowTo: row, byteFrom, byteTo: byteFrom, rows: 0, news, bytes: 0, isNew: true };
}

function extend(batch: Batch, { statements, byteTo }: ComparedChunk): void {
  batch.rowTo = statements.at(-1)!.row;
  batch.byteTo = byteTo;
  batch.rows += statements.length;
}
