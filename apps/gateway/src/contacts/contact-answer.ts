import type { Contact } from '#contracts';
import type { ContactRecord } from '#persistence';

/** A stored contact in the API's shape. */
export function contactAnswer(record: ContactRecord): Contact {
  return {
    accountId: record.accountId,
    phone: record.phone,
    name: record.name,
    tags: record.tags,
    // `fromEntries` defines properties, so a value named `__proto__` is treated like any other.
    values: Object.fromEntries(record.values.map(({ name, value }) => [name, value])),
    revision: record.rev,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    changedBy: record.changedBy,
    reachability: record.reachability ?? null,
    optOut: record.optOut ?? null,
    takenBack: record.takenBack ?? false,
  };
}
