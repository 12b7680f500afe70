import { asUnderstood, readHeader, readRow, type Column, type RowOptions } from '#contact-rules';
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
  /** The size of the statements as JSON in UTF-8, approximately. */
  bytes: number;
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
 * Duplicates that lost are left out. A chunk never has rows of two batches, and only a row that is larger by itself makes
 * one larger than `EVENT_CONTACTS.bytes`.
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
  let bytes = 0;

  for await (const records of readRecords(await store.get(checked.rowsKey, from), from)) {
    for (const record of records) {
      if (losing.has(rowOf(record.text))) continue;
      const statement = rows.read(record);
      if (record.from < byteFrom) continue;
      const size = statement ? rows.sizeOf(record, statement) : 0;
      if (statements.length > 0 && bytes + size > EVENT_CONTACTS.bytes) {
        yield { statements, bytes, entry, byteFrom, byteTo };
        [statements, bytes, byteFrom] = [[], 0, byteTo];
      }
      if (statement) statements.push(statement);
      bytes += size;
      byteTo = record.to;
      const endsEntry = entry !== null && byteTo >= entry.byteTo;
      if (statements.length < chunkRows && !endsEntry) continue;
      yield { statements, bytes, entry, byteFrom, byteTo };
      [statements, bytes] = [[], 0];
      if (endsEntry) entry = entries.next().value ?? null;
      byteFrom = endsEntry ? (entry?.byteFrom ?? nextByte) : byteTo;
    }
  }
  if (statements.length > 0) yield { statements, bytes, entry, byteFrom, byteTo };
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
    const meanings = asUnderstood(record.columns);
    const header = readHeader(cellsOf(first!.text), limits, rowOf(first!.text), [], meanings);
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
  /** The size of each value's name and of what JSON puts around a value. */
  private readonly nameSizes: Map<string, number>;

  constructor(
    { record, limits }: ChunkSource,
    private readonly columns: Column[],
  ) {
    this.hasTags = columns.some(({ kind }) => kind === 'tags');
    this.limits = limits;
    const { blankCells }: ImportOptions = record.options;
    this.options = { blankCells, isChecked: true };
    this.nameSizes = new Map(columns.map(({ name }) => [name, Buffer.byteLength(name) + AROUND_VALUE]));
  }

  /** Null when limits were lowered after the check. Such a row stays unprocessed. */
  read({ text }: ObjectRecord): Statement | null {
    const result = readRow(this.columns, cellsOf(text), rowOf(text), this.limits, this.options);
    if (!result.ok) return null;
    const { tags } = result.statement;
    return tags ? { ...result.statement, tags: this.spelling.spell(tags) } : result.statement;
  }

  /** The size of a statement as JSON in UTF-8. Approximately, because JSON escapes a few characters of the record. */
  sizeOf({ from, to }: ObjectRecord, { values }: Statement): number {
    let bytes = to - from + AROUND_ROW;
    for (const { name } of values) bytes += this.nameSizes.get(name)!;
    return bytes;
  }
}

const AROUND_VALUE = '{"name":"","value":""},'.length;
const AROUND_ROW = '{"row":5000000,"phone":"","name":"","tags":[],"values":[],"optOut":"yes","isNew":true},'.length;

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
