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
  options?: Partial<ImportOptions>;
}
type Speeds = Record<'ours' | 'beside', number>;

/**
 * Checks a file as the importer does, from object to objects, in this process, but without the record in MongoDB.
 * Compares it with a library that reads the same object.
 * @param readAlone reads the rows of the file with a library only; returns their number, including the header
 * @returns rows per second of both
 */
export function checkInTurns(
  bench: Bench,
  file: FileToCheck,
  readAlone: (store: ObjectStore, key: string) => Promise<number>,
): Promise<Speeds> {
  const { rows } = file;
  return withFiles(bench, [file], (store) =>
    inTurns(bench.sizes.rounds, {
      ours: async () => rows / (await check(store, file)),
      beside: async () => {
        let found = 0;
        const seconds = await secondsOf(async () => (found = await readAlone(store, keyOf(file))));
        if (found !== rows + 1) throw new Error(`the library read ${found} rows of ${rows + 1}`);
        return rows / seconds;
      },
    }),
  );
}

/**
 * Checks two files as {@link checkInTurns} does, and compares them.
 * @returns rows per second of both, and the CPU time for each row
 */
export function checkBothInTurns(bench: Bench, ours: FileToCheck, beside: FileToCheck) {
  return withFiles(bench, [ours, beside], async (store) => {
    const details: string[] = [];
    const measure = (file: FileToCheck) => async () => {
      const before = process.cpuUsage();
      const seconds = await check(store, file);
      const { user, system } = process.cpuUsage(before);
      details.push(`CPU, ${file.name}: ${((user + system) / file.rows).toFixed(2)} µs a row`);
      return file.rows / seconds;
    };
    const speeds = await inTurns(bench.sizes.rounds, { ours: measure(ours), beside: measure(beside) });
    return { ...speeds, details };
  });
}

/** Stores the files, does the work, and deletes them. */
async function withFiles<T>(
  bench: Bench,
  files: readonly FileToCheck[],
  work: (store: ObjectStore) => Promise<T>,
): Promise<T> {
  const store = (await bench.product()).openStore();
  try {
    for (const file of files) await store.upload(keyOf(file), file.content(), 'application/octet-stream');
    return await work(store);
  } finally {
    for await (const object of store.list(FOLDER)) await store.delete(object.key);
    store.close();
  }
}

const keyOf = ({ name }: FileToCheck) => FOLDER + name;

/** @returns seconds, without the removal of the results */
async function check(store: ObjectStore, file: FileToCheck): Promise<number> {
  const { name, rows, options } = file;
  const sourceKey = keyOf(file);
  const stated = { ...OPTIONS, ...options };
  const record = { sourceKey, fileName: name, fileSize: (await store.size(sourceKey))!, options: stated };
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
