import { parsePhone, rowMessage, unguardCell } from '#contact-rules';
import type { CheckedFile } from '#persistence';
import type { ObjectStore } from '#storage';
import { cellsOf, OBJECT_TYPE, rejectionOf, rowOf } from './checked-objects.js';
import { ERROR_FILE_TYPE, ErrorFile, type Fault } from './error-file.js';
import { ObjectWriter } from './object-writer.js';
import { readRecords } from './read-records.js';
import type { RowChecker } from './row-checker.js';
import type { RunningCheck } from './running-check.js';

const PAIR_BYTES = 8;

/** Writes the error file out of the rejected rows and the losing duplicates, in row order, and the list of the latter. */
export async function writeFaults(
  store: ObjectStore,
  checker: RowChecker,
  check: RunningCheck,
): Promise<Pick<CheckedFile, 'duplicatesKey' | 'errorsKey'>> {
  const { keys, signal } = check;
  const hasDuplicates = checker.losing.size > 0;
  if (!hasDuplicates && checker.rejected === 0) return { duplicatesKey: null, errorsKey: null };
  const errors = new ObjectWriter(store, keys.errors, ERROR_FILE_TYPE, signal);
  const pairs = hasDuplicates ? new ObjectWriter(store, keys.duplicates, OBJECT_TYPE, signal) : null;
  const rejected = checker.rejected > 0 ? rejectedRows(store, keys.rejected) : nothing();
  const duplicates = pairs ? losingRows(store, checker, check, pairs) : nothing();
  try {
    const file = new ErrorFile(errors, checker.header!);
    await file.writeHeader();
    await file.write(inRowOrder(rejected, duplicates));
    await Promise.all([errors.end(), pairs?.end()]);
  } catch (error) {
    await Promise.all([errors.abandon(), pairs?.abandon()]);
    throw error;
  }
  if (checker.rejected > 0) await store.delete(keys.rejected);
  return { duplicatesKey: pairs ? keys.duplicates : null, errorsKey: keys.errors };
}

async function* nothing(): AsyncGenerator<Fault> {}

async function* rejectedRows(store: ObjectStore, key: string): AsyncGenerator<Fault> {
  for await (const records of readRecords(await store.get(key))) {
    for (const { text } of records) yield { row: rowOf(text), ...rejectionOf(text) };
  }
}

/** Only the end of the file tells which row won, so the good rows are read once more. */
async function* losingRows(
  store: ObjectStore,
  checker: RowChecker,
  { keys, progress, signal }: RunningCheck,
  pairs: ObjectWriter,
): AsyncGenerator<Fault> {
  const id = checker.columns.find(({ kind }) => kind === 'id')!;
  for await (const records of readRecords(await store.get(keys.rows))) {
    signal.throwIfAborted();
    await progress.report(checker.rows, () => ({}));
    const losing = records.filter(({ text }) => checker.losing.has(rowOf(text)));
    const found = Buffer.alloc(losing.length * PAIR_BYTES);
    for (const [index, { text }] of losing.entries()) {
      const row = rowOf(text);
      const cells = cellsOf(text);
      const phone = parsePhone(unguardCell(cells[id.index]!));
      const winner = phone.ok ? checker.phones.get(Number(phone.phone)) : 0;
      found.writeUInt32LE(row, index * PAIR_BYTES);
      found.writeUInt32LE(winner, index * PAIR_BYTES + 4);
      yield { row, message: rowMessage('duplicate', winner), cells };
    }
    await pairs.write(found);
  }
}

/** Merges two lists that are each in row order. */
async function* inRowOrder(one: AsyncGenerator<Fault>, other: AsyncGenerator<Fault>): AsyncGenerator<Fault> {
  try {
    let [a, b] = [await one.next(), await other.next()];
    while (!a.done || !b.done) {
      if (b.done || (!a.done && a.value.row < b.value.row)) {
        yield a.value as Fault;
        a = await one.next();
      } else {
        yield b.value;
        b = await other.next();
      }
    }
  } finally {
    await Promise.all([one.return(undefined), other.return(undefined)]);
  }
}
