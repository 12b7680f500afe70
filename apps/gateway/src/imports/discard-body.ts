import type { IncomingMessage } from 'node:http';

/** How long a client may go on sending a refused body before the connection is closed. */
const PATIENCE_MS = 30_000;

/**
 * Reads the rest of a body and drops it. If the connection were closed at once, most clients would report a connection
 * error instead of the answer. If the rest were left unread, it would block the next request on the connection.
 */
export function discardBody(request: IncomingMessage): void {
  request.unpipe();
  if (request.complete || request.destroyed) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), PATIENCE_MS).unref();
  request.once('close', () => clearTimeout(timer));
}
