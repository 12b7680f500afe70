import { headerOf, parsePhone, unguardCell } from '#contact-rules';
import { coded, kindOfRow, type Language } from '#contracts';
import type { CheckedFile } from '#persistence';
import type { ObjectStore, ObjectWriter } from '#storage';
import { cellsOf, OBJECT_TYPE, rejectionOf, rowOf } from '../rows/checked-objects.js';
import { ERROR_FILE_TYPE, ErrorFile, type Fault } from './error-file.js';
import { readRecords } from '../rows/read-records.js';
import { RowList } from './row-list.js';
import type { RowChecker } from '../check/row-checker.js';
import type { RunningCheck } from '../check/running-check.js';

const PAIR_BYTES = 8;

/**
 * Writes the error file from the rejected rows and the losing duplicates, in row order, the list of losing duplicates,
 * and the list of rows that may have to be mended.
 */
export async function writeFaults(
  store: ObjectStore,
  checker: RowChecker,
  check: RunningCheck,
  language: Language,
): Promise<Pick<CheckedFile, 'duplicatesKey' | 'errorsKey' | 'listedKey' | 'listed'>> {
  const { keys, signal } = check;
  const list = new RowList(checker);
  const hasDuplicates = checker.losing.size > 0;
  const hasFaults = hasDuplicates || checker.rejected > 0;
  const errors = hasFaults ? store.writer(keys.errors, ERROR_FILE_TYPE, signal) : null;
  const pairs = hasDuplicates ? store.writer(keys.duplicates, OBJECT_TYPE, signal) : null;
  const rejected = checker.rejected > 0 ? rejectedRows(store, keys.rejected) : nothing();
  const duplicates = pairs ? losingRows(store, checker, check, pairs) : nothing();
  const rows = inRowOrder(inRowOrder(rejected, duplicates), only(checker.noted.rows));
  try {
    if (errors) {
      const file = new ErrorFile(errors, checker.header!, language);
      await file.writeHeader();
      await file.write(listed(rows, list));
    } else for await (const _ of listed(rows, list));
    await Promise.all([errors?.end(), pairs?.end()]);
  } catch (error) {
    await Promise.all([errors?.abandon(), pairs?.abandon()]);
    throw error;
  }
  if (checker.rejected > 0) await store.delete(keys.rejected);
  const summary = list.summary();
  if (summary.length > 0) await store.put(keys.listed, list.toText(), OBJECT_TYPE);
  return {
    duplicatesKey: pairs ? keys.duplicates : null,
    errorsKey: errors ? keys.errors : null,
    listedKey: summary.length > 0 ? keys.listed : null,
    listed: summary,
  };
}

/** Lists all of them, and yields those that belong into the error file. */
async function* listed(batches: Faults, list: RowList): Faults {
  for await (const batch of batches) {
    for (const fault of batch) list.add(fault);
    yield batch.filter(({ reason: { code } }) => code === 'duplicate' || kindOfRow(code) === 'rejected');
  }
}

type Faults = AsyncGenerator<Fault[], undefined>;

async function* nothing(): Faults {}

async function* only(faults: Fault[]): Faults {
  yield faults;
}

async function* rejectedRows(store: ObjectStore, key: string): Faults {
  for await (const records of readRecords(await store.get(key))) {
    yield records.map(({ text }) => ({ row: rowOf(text), ...rejectionOf(text) }));
  }
}

/** Which row won is known only at the end of the file, so the good rows are read a second time. */
async function* losingRows(
  store: ObjectStore,
  checker: RowChecker,
  { keys, progress, signal }: RunningCheck,
  pairs: ObjectWriter,
): Faults {
  const id = checker.columns.find(({ kind }) => kind === 'id')!;
  for await (const records of readRecords(await store.get(keys.rows))) {
    signal.throwIfAborted();
    await progress.report(checker.rows, () => ({}));
    const losing = records.filter(({ text }) => checker.losing.has(rowOf(text)));
    const found = Buffer.alloc(losing.length * PAIR_BYTES);
    yield losing.map(({ text }, index) => {
      const row = rowOf(text);
      const cells = cellsOf(text);
      const phone = parsePhone(unguardCell(cells[id.index]!));
      const winner = phone.ok ? checker.phones.get(Number(phone.written ?? phone.phone)) : 0;
      found.writeUInt32LE(row, index * PAIR_BYTES);
      found.writeUInt32LE(winner, index * PAIR_BYTES + 4);
      return {
        row,
        reason: { ...coded('duplicate', { row: winner }), column: headerOf(id) },
        cells: cells.slice(0, checker.header!.length),
      };
    });
    await pairs.write(found);
  }
}

/** Merges two lists that are each in row order. */
async function* inRowOrder(one: Faults, other: Faults): Faults {
  const next = async (source: Faults): Promise<Fault[] | undefined> => (await source.next()).value;
  try {
    let [a, b] = [await next(one), await next(other)];
    while (a && b) {
      // Both lists are complete up to this row.
      const to = Math.min(a.at(-1)?.row ?? 0, b.at(-1)?.row ?? 0);
      const left = ({ row }: Fault): boolean => row > to;
      yield [...a, ...b].filter((fault) => !left(fault)).sort((x, y) => x.row - y.row);
      [a, b] = [a.filter(left), b.filter(left)];
      if (a.length === 0) a = await next(one);
      if (b.length === 0) b = await next(other);
    }
    yield a ?? b ?? [];
    yield* a ? one : other;
  } finally {
    await Promise.all([one.return(undefined), other.return(undefined)]);
  }
}
