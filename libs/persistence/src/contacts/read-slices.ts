import type { Document, FindCursor } from 'mongodb';
import mongoose from 'mongoose';

/** How much is decoded at a time, in bytes of BSON. */
const SLICE_BYTES = 4 * 1024 * 1024;

/**
 * The documents of a cursor, in slices of at most 4 MiB; a larger document comes alone. The cursor's `batchSize` is the
 * usual length of a slice. A contact can have a megabyte, and one response of MongoDB has up to 16 MB, so it stays
 * encoded, outside the heap, until its documents are wanted. The next response is fetched while the caller works on the
 * current one.
 *
 * @param cursor with `raw: true`, not read from yet
 */
export async function* readSlices<T>(cursor: FindCursor<Document>): AsyncGenerator<T[]> {
  try {
    let coming = nextResponse(cursor);
    for (;;) {
      const documents = await coming;
      if (documents.length === 0) return;
      coming = nextResponse(cursor);
      // If the caller stops here, nobody awaits this promise.
      coming.catch(() => undefined);
      let slice: T[] = [];
      let bytes = 0;
      for (const document of documents) {
        if (slice.length > 0 && bytes + document.length > SLICE_BYTES) {
          yield slice;
          [slice, bytes] = [[], 0];
        }
        slice.push(mongoose.mongo.BSON.deserialize(document) as T);
        bytes += document.length;
      }
      yield slice;
    }
  } finally {
    await cursor.close();
  }
}

/** The first slice, and whether it is all there is. Reads nothing in advance, so it may be part of a transaction. */
export async function readFirstSlice<T>(cursor: FindCursor<Document>): Promise<{ slice: T[]; isAll: boolean }> {
  const slice: T[] = [];
  let bytes = 0;
  for await (const document of cursor as unknown as AsyncIterable<Buffer>) {
    bytes += document.length;
    if (slice.length > 0 && bytes > SLICE_BYTES) return { slice, isAll: false };
    slice.push(mongoose.mongo.BSON.deserialize(document) as T);
  }
  return { slice, isAll: true };
}

/** Empty at the end. */
async function nextResponse(cursor: FindCursor<Document>): Promise<Buffer[]> {
  return (await cursor.hasNext()) ? (cursor.readBufferedDocuments() as unknown as Buffer[]) : [];
}
