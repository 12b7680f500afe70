import { exportSchema, replaySchema, tagChangeSchema, undoSchema, type OrderKind } from '#contracts';
import type { OrderRecords } from '#persistence';
import type { z } from 'zod';
import { inWords } from '../http/language.js';

const SCHEMAS = { exports: exportSchema, 'tag-changes': tagChangeSchema, replays: replaySchema, undos: undoSchema };
export type OrderAnswer<K extends OrderKind> = z.infer<(typeof SCHEMAS)[K]>;

/** A stored order in the API's shape: the fields of its contract, with times as ISO 8601 text. */
export function orderAnswer<K extends OrderKind>(kind: K, record: OrderRecords[K]): OrderAnswer<K> {
  const fields = Object.entries(record).map(([name, value]: [string, unknown]) => [
    name,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return SCHEMAS[kind].parse({
    ...(Object.fromEntries(fields) as object),
    id: record._id,
    error: inWords(record.error),
    ...('inFlight' in record && { eventsWaiting: record.inFlight.length }),
  }) as OrderAnswer<K>;
}
