import type { Backends } from './backends.js';
import { IMPORTS_PREFIX, keptKeys } from './rows/checked-objects.js';

/** Younger objects may belong to an upload or a check that is still running. */
const MARGIN_MS = 24 * 3_600_000;
const BATCH = 500;

/** Removes objects that nobody needs: parts of aborted uploads, and objects that no import refers to. */
export async function sweepObjects({ deadLetters, imports, logger, store }: Backends, now: Date): Promise<void> {
  const before = new Date(now.getTime() - MARGIN_MS);
  const uploads = await store.abortStaleUploads(before);
  let objects = 0;
  const removeUnclaimed = async (keys: string[]): Promise<void> => {
    const records = await imports.findAny([...new Set(keys.map(importIdOf))]);
    const replayable = await deadLetters.importsWithLetters(records.map(({ _id }) => _id));
    const claimed = new Set(records.flatMap((record) => [...keptKeys(record, replayable.has(record._id))]));
    for (const key of keys) {
      if (claimed.has(key)) continue;
      await store.delete(key);
      objects++;
    }
  };
  let keys: string[] = [];
  for await (const { key, lastModified } of store.list(IMPORTS_PREFIX)) {
    if (lastModified >= before) continue;
    keys.push(key);
    if (keys.length < BATCH) continue;
    await removeUnclaimed(keys);
    keys = [];
  }
  await removeUnclaimed(keys);
  if (uploads + objects > 0) logger.info({ uploads, objects }, 'removed forgotten uploads and objects');
}

function importIdOf(key: string): string {
  return key.slice(IMPORTS_PREFIX.length).split('/')[0]!;
}
