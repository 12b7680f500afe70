import { EVENT_CONTACTS, type Statement } from '#contracts';
import { rowOf } from './checked-objects.js';
import { readColumns, readLosingRows, StatementReader, type ChunkSource } from './read-chunks.js';
import { readRecords } from './read-records.js';

/**
 * Windows are spread evenly over the file: spreadsheets are often sorted, so the beginning alone would not be
 * representative.
 */
const WINDOWS = 40;
const ROWS_PER_WINDOW = 500;

/** Some rows from the whole file, without duplicates that lost; one list for each window. Windows of long rows are shorter. */
export async function* sampleStatements(source: ChunkSource): AsyncGenerator<Statement[]> {
  const { store, checked } = source;
  const losing = await readLosingRows(store, checked.duplicatesKey);
  const { columns, end } = await readColumns(source);
  const size = (await store.size(checked.rowsKey)) ?? end;
  for (let window = 0; window < WINDOWS; window++) {
    const from = end + Math.floor(((size - end) * window) / WINDOWS);
    const reader = new StatementReader(source, columns);
    const statements: Statement[] = [];
    let bytes = 0;
    const isFull = () => statements.length === ROWS_PER_WINDOW || bytes >= EVENT_CONTACTS.bytes;
    // Except at the start, the window most likely begins in the middle of a record.
    let skip = window === 0 ? 0 : 1;
    for await (const records of readRecords(await store.get(checked.rowsKey, from), from)) {
      for (const record of records) {
        if (skip-- > 0 || losing.has(rowOf(record.text))) continue;
        const statement = reader.read(record);
        if (!statement) continue;
        statements.push(statement);
        bytes += reader.sizeOf(record, statement);
        if (isFull()) break;
      }
      if (isFull()) break;
    }
    yield statements;
  }
}
