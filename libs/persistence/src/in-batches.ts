import type { FindCursor } from 'mongodb';

/**
 * The documents of a cursor, so many at a time; closes it at the end, also when nobody reads on. One cursor for all of them,
 * because the local stand-in for MongoDB reads all that follows for each query.
 */
export async function* inBatches<T>(cursor: FindCursor<T>, size: number): AsyncGenerator<T[]> {
  try {
    let batch: T[] = [];
    for await (const document of cursor) {
      batch.push(document);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await cursor.close();
  }
}
