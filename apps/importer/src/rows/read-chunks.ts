import { readHeader, readRow, type Column, type RowOptions } from '#contact-rules';
import { EVENT_CONTACTS, type ImportOptions, type Limits, type Statement } from '#contracts';
import type { CheckedFile, ImportBatchRecord, ImportRecord } from '#persistence';
import type { ObjectStore } from '#storage';
import { cellsOf, rowOf } from './checked-objects.js';
import { readRecords, type ObjectRecord } from './read-records.js';
import { RowSet } from './row-set.js';
import { TagSpelling } from './tag-spelling.js';

/** The position of an import in its ledger. */
export interface LedgerState {
  /** Batches in the ledger without an outcome, in order. */
  open: ImportBatchRecord[];
  /** The number of the next batch and its start in the rows object; 0 when there is no batch yet. */
  nextNumber: number;
  nextByte: number;
}

/** Some rows of the rows object that are compared with their contacts together. */
export interface Chunk extends Pick<ImportBatchRecord, 'byteFrom' | 'byteTo'> {
  statements: Statement[];
  /** The ledger batch that they belong to; null when they are in none yet. */
  entry: ImportBatchRecord | null;
}

export interface ChunkSource {
  store: ObjectStore;
  record: ImportRecord;
  checked: CheckedFile;
  limits: Limits;
  chunkRows: number;
}

/**
 * Reads the good rows: first those of ledger batches without an outcome, then those that are in no batch yet.
 * Duplicates that lost are left out. A chunk never has rows of two batches.
 */
export async function* readChunks(source: ChunkSource, ledger: LedgerState): AsyncGenerator<Chunk> {
  const { store, checked, chunkRows } = source;
  const losing = await readLosingRows(store, checked.duplicatesKey);
  const { columns, end } = await readColumns(source);
  const rows = new StatementReader(source, columns);
  const nextByte = Math.max(ledger.nextByte, end);
  // The spelling of tags depends on all earlier rows.
  const from = rows.hasTags ? end : (ledger.open[0]?.byteFrom ?? nextByte);
  if (from >= (await sizeOf(store, checked.rowsKey))) return;
  const entries = ledger.open.values();
  let entry = entries.next().value ?? null;
  let byteFrom = entry?.byteFrom ?? nextByte;
  let byteTo = byteFrom;
  let statements: Statement[] = [];

  for await (const records of readRecords(await store.get(checked.rowsKey, from), from)) {
    for (const record of records) {
      if (losing.has(rowOf(record.text))) continue;
      const statement = rows.read(record);
      if (record.from < byteFrom) continue;
      if (statement) statements.push(statement);
      byteTo = record.to;
      const endsEntry = entry !== null && byteTo >= entry.byteTo;
      const isFull =
        statements.length >= chunkRows || (statements.length > 0 && byteTo - byteFrom >= EVENT_CONTACTS.bytes);
      if (!isFull && !endsEntry) continue;
      yield { statements, entry, byteFrom, byteTo };
      statements = [];
      if (endsEntry) entry = entries.next().value ?? null;
      byteFrom = endsEntry ? (entry?.byteFrom ?? nextByte) : byteTo;
    }
  }
  if (statements.length > 0) yield { statements, entry, byteFrom, byteTo };
}

async function sizeOf(store: ObjectStore, key: string): Promise<number> {
  const size = await store.size(key);
  if (size === null) throw new Error('the checked rows are gone');
  return size;
}

/** The columns that rows state something about, without those that are blank throughout the file. */
export async function readColumns({
  store,
  record,
  checked,
  limits,
}: ChunkSource): Promise<{ columns: Column[]; end: number }> {
  const blank = new Set(record.columns.filter(({ kind, blank }) => kind === 'value' && blank).map(({ name }) => name));
  for await (const [first] of readRecords(await store.get(checked.rowsKey))) {
    const header = readHeader(cellsOf(first!.text), limits, rowOf(first!.text));
    if (!header.ok) throw new Error(`the header can no longer be read: ${header.error.code}`);
    const columns = header.columns.filter(({ name, kind }) => kind !== 'value' || !blank.has(name));
    return { columns, end: first!.to };
  }
  throw new Error('the checked rows have no header');
}

/** Converts records to statements, one after another. */
export class StatementReader {
  readonly hasTags: boolean;
  private readonly spelling = new TagSpelling();
  private readonly limits: Limits;
  private readonly options: RowOptions;

  constructor(
    { record, limits }: ChunkSource,
    private readonly columns: Column[],
  ) {
    this.hasTags = columns.some(({ kind }) => kind === 'tags');
    this.limits = limits;
    const { blankCells }: ImportOptions = record.options;
    this.options = { blankCells, isSheet: record.format !== 'csv' };
  }

  /** Null when limits were lowered after the check. Such a row stays unprocessed. */
  read({ text }: ObjectRecord): Statement | null {
    const result = readRow(this.columns, cellsOf(text), rowOf(text), this.limits, this.options);
    if (!result.ok) return null;
    const { tags } = result.statement;
    return tags ? { ...result.statement, tags: this.spelling.spell(tags) } : result.statement;
  }
}

/** The rows that lost to a later row with the same phone. */
export async function readLosingRows(store: ObjectStore, key: string | null): Promise<RowSet> {
  const losing = new RowSet();
  if (key === null) return losing;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of (await store.get(key)) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 8);
    for (let at = 0; at < whole; at += 8) losing.add(bytes.readUInt32LE(at));
    rest = bytes.subarray(whole);
  }
  return losing;
}
