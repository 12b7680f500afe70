import type { TagChange } from '#contracts';
import type { TagChangeRecord } from '#persistence';
import { inWords } from '../http/language.js';

/** A stored tag change in the API's shape. */
export function tagChangeAnswer(record: TagChangeRecord): TagChange {
  return {
    id: record._id,
    accountId: record.accountId,
    filter: record.filter,
    add: record.add,
    remove: record.remove,
    status: record.status,
    processed: record.processed,
    expected: record.expected,
    counts: record.counts,
    contactsPerSecond: record.contactsPerSecond,
    error: inWords(record.error),
    createdAt: record.createdAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    createdBy: record.createdBy,
  };
}
