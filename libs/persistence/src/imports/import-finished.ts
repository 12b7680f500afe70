import type { ImportFinished } from '#contracts';
import type { ImportRecord } from './import.schemas.js';

/** The event that an import has reached its end. Whoever makes the last step publishes it in the same transaction. */
export function importFinished({
  _id: importId,
  organisationId,
  accountId,
  status,
  rows,
  counts,
}: ImportRecord): ImportFinished {
  return { organisationId, accountId, importId, status, rows: rows ?? 0, counts };
}
