import type { ObjectStore } from '#storage';
import { Readable } from 'node:stream';
import { writeMembersCsv } from './write-members-csv.js';

/** The prefix of the files of all frozen audiences. */
export const AUDIENCES_PREFIX = 'campaigns/';

/** The key of the file of a frozen audience. It changes whenever people were taken out of the list. */
export function fileKey({ _id, freezeId, erased }: { _id: string; freezeId: string; erased?: number }): string {
  return `${AUDIENCES_PREFIX}${_id}/${freezeId}${erased ? `-${erased}` : ''}.csv`;
}

/** Writes the file of a complete list. */
export function storeAudience(
  store: ObjectStore,
  key: string,
  pieces: AsyncIterable<string[]>,
  signal?: AbortSignal,
): Promise<void> {
  const file = Readable.from(writeMembersCsv(pieces), { objectMode: false });
  return store.upload(key, file, 'text/csv; charset=utf-8', signal);
}
