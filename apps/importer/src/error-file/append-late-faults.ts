import { DEFAULT_LANGUAGE } from '#contracts';
import type { BatchOutcome, CheckedFile, ImportRecord } from '#persistence';
import type { Backends } from '../backends.js';
import { cellsOf, newObjectKeys, rowOf } from '../rows/checked-objects.js';
import { ERROR_FILE_TYPE, ErrorFile, type Fault } from './error-file.js';
import { readRecords } from '../rows/read-records.js';

type Refusals = AsyncGenerator<BatchOutcome['rejected']>;

/**
 * Makes a new error file: the one from the check, followed by the rows that could not be merged, such as one whose
 * contact would have had too many tags.
 * @returns its key
 */
export async function appendLateFaults(
  { ledger, store }: Backends,
  { _id, language = DEFAULT_LANGUAGE }: ImportRecord,
  { rowsKey, errorsKey }: CheckedFile,
  signal: AbortSignal,
): Promise<string> {
  const writer = store.writer(newObjectKeys(_id).errors, ERROR_FILE_TYPE, signal);
  const records = oneByOne(readRecords(await store.get(rowsKey)));
  try {
    const header = cellsOf((await records.next()).value!);
    const file = new ErrorFile(writer, header, language);
    if (errorsKey === null) await file.writeHeader();
    else for await (const chunk of (await store.get(errorsKey)) as AsyncIterable<Buffer>) await writer.write(chunk);
    await file.write(withCells(ledger.rejectedRows(_id), records, header.length));
    await writer.end();
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    await records.return(undefined);
  }
  return writer.key;
}

async function* oneByOne(batches: ReturnType<typeof readRecords>): AsyncGenerator<string, undefined> {
  for await (const records of batches) for (const { text } of records) yield text;
}

/** Both inputs are in row order, and every refused row is among the records. */
async function* withCells(
  refusals: Refusals,
  records: AsyncGenerator<string, undefined>,
  width: number,
): AsyncGenerator<Fault[]> {
  for await (const refused of refusals) {
    const faults: Fault[] = [];
    for (const { row, ...reason } of refused) {
      let record = await records.next();
      while (!record.done && rowOf(record.value) < row) record = await records.next();
      if (!record.done) faults.push({ row, reason, cells: cellsOf(record.value).slice(0, width) });
    }
    yield faults;
  }
}
