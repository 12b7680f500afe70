import { mergeStatement } from '#contact-rules';
import type { Import, Statement } from '#contracts';
import type { AccountRef, KnownContact } from '#persistence';
import type { Backends } from '../backends.js';
import { readChunks, type ChunkSource } from '../rows/read-chunks.js';
import { sampleStatements } from '../rows/sample-statements.js';

export type Forecast = NonNullable<Import['forecast']>;
type Outcome = 'created' | 'updated' | 'unchanged';

/**
 * Up to this many rows the forecast is exact; above, it is estimated from a sample (product.md, "An import, step by
 * step").
 */
const EXACT_UP_TO = 50_000;

/**
 * How many rows would create, change or not change a contact if the import started now. Only reads contacts.
 * @param rows the number of rows to apply: good rows without those that lost to a duplicate
 */
export async function forecastImport(
  { contacts, config }: Backends,
  account: AccountRef,
  source: ChunkSource,
  rows: number,
): Promise<Forecast> {
  const exact = rows <= EXACT_UP_TO;
  const tally: Record<Outcome, number> = { created: 0, updated: 0, unchanged: 0 };
  for await (const statements of exact ? allStatements(source) : sampleStatements(source)) {
    const byPhone = new Map(statements.map((statement) => [statement.phone, statement]));
    const count = (existing: KnownContact | null, phone: string) => {
      const merged = mergeStatement(existing, byPhone.get(phone)!, source.record.options, config.limits);
      // A row that the merge would reject leaves its contact unchanged.
      tally[merged.outcome === 'rejected' ? 'unchanged' : merged.outcome]++;
      byPhone.delete(phone);
    };
    for await (const known of contacts.readByPhones(account, [...byPhone.keys()]))
      for (const contact of known) count(contact, contact.phone);
    for (const phone of byPhone.keys()) count(null, phone);
  }
  return exact ? { ...tally, exact } : { ...scale(tally, rows), exact };
}

async function* allStatements(source: ChunkSource): AsyncGenerator<Statement[]> {
  for await (const chunk of readChunks(source, { open: [], nextNumber: 0, nextByte: 0 })) yield chunk.statements;
}

/** Scales the counts of a sample to whole numbers of rows that add up to `rows`. */
export function scale(tally: Record<Outcome, number>, rows: number): Record<Outcome, number> {
  const sampled = Math.max(1, tally.created + tally.updated + tally.unchanged);
  const created = Math.round((rows * tally.created) / sampled);
  const updated = Math.min(rows - created, Math.round((rows * tally.updated) / sampled));
  return { created, updated, unchanged: rows - created - updated };
}
