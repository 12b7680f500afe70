import type { Part } from '#contracts';

/** What may be away. Without the database, the API only says that it is unavailable. */
export type AwayPart = Part | 'mongodb';

/** An outage that is over sooner is not worth a message. */
const WORTH_SAYING_MS = 4_000;

/** Since when each part has been away, as far as this page has seen. Milliseconds. */
export type AwaySince = Partial<Record<AwayPart, number>>;

/** Adds what was seen now to what was seen before. */
export function stillAway(before: AwaySince, away: readonly AwayPart[], now: number): AwaySince {
  return Object.fromEntries(away.map((part) => [part, before[part] ?? now]));
}

/** What has been away long enough to say so. */
export function awayForLong(since: AwaySince, now: number): AwayPart[] {
  return (Object.keys(since) as AwayPart[]).filter((part) => now - since[part]! >= WORTH_SAYING_MS);
}
