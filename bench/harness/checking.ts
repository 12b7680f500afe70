import { type Readable } from 'node:stream';
import { defaultLimits, type ImportOptions } from '#contracts';
import type { ObjectStore } from '#storage';
import { checkFile, type FileReport } from '../../apps/importer/src/check/check-file.js';
import { unread } from '../../apps/importer/src/check/running-check.js';
import { newObjectKeys } from '../../apps/importer/src/rows/checked-objects.js';
import { Progress } from '../../apps/importer/src/progress.js';
import type { Bench } from './figure.js';
import { inTurns, secondsOf } from './in-turns.js';

const OPTIONS: ImportOptions = { start: 'confirm', blankCells: 'keep', blankColumns: 'clear', tagsMode: 'replace' };
/** Prefix of the files. No sweeper removes objects there. */
const FOLDER = 'bench/';

export interface FileToCheck {
  name: string;
  rows: number;
  content: () => Readable;
  /** Reads the rows of the file with a library only. @returns the number of rows, including the header */
  readAlone: (store: ObjectStore, key: string) => Promise<number>;
}

/**
 * Checks a file as the importer does, from object to objects, in this process, but without the record in MongoDB.
 * Compares it with a library that reads the same object.
 * @returns rows per second of both
 */
export async function checkInTurns(bench: Bench, file: FileToCheck): Promise<{ ours: number; beside: number }> {
  const store = (await bench.product()).openStore();
  const key = FOLDER + file.name;
  const { rows } = file;
  try {
    await store.upload(key, file.content(), 'application/octet-stream');
    return await inTurns(bench.sizes.rounds, {
      ours: async () => rows / (await check(store, key, file)),
      beside: async () => {
        let found = 0;
        const seconds = await secondsOf(async () => (found = await file.readAlone(store, key)));
        if (found !== rows + 1) throw new Error(`the library read ${found} rows of ${rows + 1}`);
        return rows / seconds;
      },
    });
  } finally {
    for await (const object of store.list(FOLDER)) await store.delete(object.key);
    store.close();
  }
}

/** @returns seconds, without the removal of the results */
async function check(store: ObjectStore, sourceKey: string, { name, rows }: FileToCheck): Promise<number> {
  const record = { sourceKey, fileName: name, fileSize: (await store.size(sourceKey))!, options: OPTIONS };
  const progress = new Progress({ cancelRequested: false }, () => Promise.resolve({ cancelRequested: false }));
  const { signal } = new AbortController();
  const keys = newObjectKeys(name);
  const backends = { config: { limits: defaultLimits }, store };
  let report: FileReport | undefined;
  const running = { keys, progress, signal, dialect: unread() };
  const seconds = await secondsOf(async () => (report = await checkFile(backends, record, running)));
  const { checked, checker } = report!;
  if (checked.goodRows !== rows) throw new Error(`${checked.goodRows} rows of ${checker.rows} are good, not ${rows}`);
  for await (const object of store.list(keys.prefix)) await store.delete(object.key);
  return seconds;
}
