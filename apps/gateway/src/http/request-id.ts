import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';

/** The form of a caller's id. Ids are logged, so digits alone, which could be a phone number, are not accepted. */
const ACCEPTABLE = /^(?=.*[A-Za-z])[A-Za-z0-9_-]{8,64}$/;

/** The id of a request: the caller's `X-Request-Id` if it may be logged, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
