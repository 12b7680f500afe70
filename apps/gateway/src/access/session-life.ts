import type { SessionRecord } from '#persistence';
import type { Config } from '#platform';

type Settings = Pick<Config, 'SESSION_HOURS' | 'SESSION_IDLE_HOURS'>;

const HOUR_MS = 3_600_000;
/** A use is stored at most this often, so that a busy page does not cause a write per request. */
const TOUCH_AFTER_MS = 60_000;

/** When a session ends that is used now: after the idle time, and never later than its absolute end. */
export function endOf(createdAt: Date, now: Date, { SESSION_HOURS, SESSION_IDLE_HOURS }: Settings): Date {
  return new Date(
    Math.min(createdAt.getTime() + SESSION_HOURS * HOUR_MS, now.getTime() + SESSION_IDLE_HOURS * HOUR_MS),
  );
}

/** True if the last stored use is so long ago that this one should be stored. */
export function isDue({ lastUsedAt }: SessionRecord, now: Date, { SESSION_IDLE_HOURS }: Settings): boolean {
  const after = Math.min(TOUCH_AFTER_MS, (SESSION_IDLE_HOURS * HOUR_MS) / 10);
  return !lastUsedAt || now.getTime() - lastUsedAt.getTime() >= after;
}
