import type { EventName, ServiceName } from '#contracts';
import { v7 as uuidv7 } from 'uuid';
import { toAsciiJson } from './ascii-json.js';
import type { OutboxRecord } from './outbox.schema.js';

/** The fields of any payload that queries need. A payload in an unknown version may have none of them. */
interface Facts {
  accountId?: unknown;
  contacts?: unknown;
}

/** An event as the outbox stores it until these subscribers have handled it. */
export function outboxRecord(
  event: EventName,
  payload: unknown,
  version: number,
  subscribers: readonly ServiceName[],
): OutboxRecord {
  return {
    _id: uuidv7(),
    event,
    payload: toAsciiJson(payload),
    ...factsOf(payload),
    version,
    pending: [...subscribers],
    createdAt: new Date(),
  };
}

/**
 * The fields that queries need, because they cannot read the payload. Not parsed by a schema, which would copy hundreds
 * of contacts.
 */
function factsOf(payload: unknown): Pick<OutboxRecord, 'accountId' | 'changedBy'> {
  const { accountId, contacts } = (payload ?? {}) as Facts;
  return {
    ...(typeof accountId === 'string' && { accountId }),
    ...(Array.isArray(contacts) && { changedBy: authorsOf(contacts) }),
  };
}

function authorsOf(contacts: readonly unknown[]): string[] {
  const ids = new Set<string>();
  for (const contact of contacts) {
    const id = (contact as { changedBy?: { id?: unknown } } | null)?.changedBy?.id;
    if (typeof id === 'string') ids.add(id);
  }
  return [...ids];
}
