import type { Statement } from '#contracts';
import { rowOf } from './checked-objects.js';
import { readColumns, readLosingRows, StatementReader, type ChunkSource } from './read-chunks.js';
import { readRecords } from './read-records.js';

/** Windows evenly spread over the file: people sort their spreadsheets, so its beginning alone would mislead. */
const WINDOWS = 40;
const ROWS_PER_WINDOW = 500;

/** Some rows from all over the file, without losing duplicates; a list for each window. */
export async function* sampleStatements(source: ChunkSource): AsyncGenerator<Statement[]> {
  const { store, checked } = source;
  const losing = await readLosingRows(store, checked.duplicatesKey);
  const { columns, end } = await readColumns(source);
  const size = (await store.size(checked.rowsKey)) ?? end;
  for (let window = 0; window < WINDOWS; window++) {
    const from = end + Math.floor(((size - end) * window) / WINDOWS);
    const reader = new StatementReader(source, columns);
    const statements: Statement[] = [];
    // Elsewhere than at the start, the first record is most likely cut in two.
    let skip = window === 0 ? 0 : 1;
    for await (const records of readRecords(await store.get(checked.rowsKey, from), from)) {
      for (const record of records) {
        if (skip-- > 0 || losing.has(rowOf(record.text))) continue;
        const statement = reader.read(record);
        if (statement) statements.push(statement);
        if (statements.length === ROWS_PER_WINDOW) break;
      }
      if (statements.length === ROWS_PER_WINDOW) break;
    }
    yield statements;
  }
}
