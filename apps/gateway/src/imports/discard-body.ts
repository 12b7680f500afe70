import type { IncomingMessage } from 'node:http';

/** How long a client may go on sending what was refused already, so that it gets to read why. */
const PATIENCE_MS = 30_000;

/**
 * Reads the rest of a body and drops it. Closing the connection at once would make most clients report a broken
 * connection instead of the answer; leaving the rest unread would block the next request on it.
 */
export function discardBody(request: IncomingMessage): void {
  request.unpipe();
  if (request.complete || request.destroyed) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), PATIENCE_MS).unref();
  request.once('close', () => clearTimeout(timer));
}
