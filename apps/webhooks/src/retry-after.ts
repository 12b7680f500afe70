/** Nobody may put us off for longer. */
const MAX_SECONDS = 24 * 3600;

/** When `Retry-After` says to come again, in either of its forms (RFC 9110, 10.2.3); null when it says nothing. */
export function readRetryAfter(header: string | undefined, now = new Date()): Date | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return null;
  return new Date(now.getTime() + Math.min(Math.max(seconds, 0), MAX_SECONDS) * 1000);
}
