/** A longer delay is not accepted. */
const MAX_SECONDS = 24 * 3600;

/** The time in a `Retry-After` header, in either form (RFC 9110, 10.2.3); null when there is none or it is invalid. */
export function readRetryAfter(header: string | undefined, now = new Date()): Date | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return null;
  return new Date(now.getTime() + Math.min(Math.max(seconds, 0), MAX_SECONDS) * 1000);
}
