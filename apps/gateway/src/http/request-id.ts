import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';

/** A caller's own id is taken over when it looks like one; a run of digits could be a phone number, and ids are logged. */
const ACCEPTABLE = /^(?=.*[A-Za-z])[A-Za-z0-9_-]{8,64}$/;

/** The id of a request: the caller's `X-Request-Id` if it is fit for a log, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
