import type { PostResult } from './post-message.js';

/** Waits double with each attempt, up to this. */
const MAX_WAIT_SECONDS = 6 * 3600;

/** Answers that speak of the message rather than of the receiver: others may pass. */
const ABOUT_THE_MESSAGE = new Set([400, 413, 422]);

/**
 * What follows from an attempt. `taken`: all is well. `message`: this one is tried again later, others meanwhile.
 * `busy`: the receiver asks for a pause. `down`: nobody would get through, so the attempt counts for all that were due.
 * `gone`: the receiver wants no more (410, as the Standard Webhooks specification has it).
 */
export type Consequence =
  | { kind: 'taken' }
  | { kind: 'gone' }
  | { kind: 'message'; nextAttemptAt: Date }
  | { kind: 'busy'; retryAt: Date }
  | { kind: 'down'; retryAt: Date };

/**
 * @param attempts that this message has had, this one included
 * @param outages in a row that the receiver has had before
 * @param firstWait seconds
 */
export function planRetry(
  { status, failure, retryAfter }: PostResult,
  { attempts, outages, firstWait, now }: { attempts: number; outages: number; firstWait: number; now: Date },
): Consequence {
  if (failure === null) return { kind: 'taken' };
  if (failure === 'gone') return { kind: 'gone' };
  if (status !== null && ABOUT_THE_MESSAGE.has(status))
    return { kind: 'message', nextAttemptAt: after(now, attempts, firstWait) };
  const retryAt = retryAfter ?? after(now, outages + 1, firstWait);
  const asksForPause = status === 429 || (status === 503 && retryAfter !== null);
  return { kind: asksForPause ? 'busy' : 'down', retryAt };
}

/** With a tenth of chance, so that many do not come back at once. */
function after(now: Date, times: number, firstWait: number): Date {
  const seconds = Math.min(MAX_WAIT_SECONDS, firstWait * 2 ** (times - 1)) * (0.9 + Math.random() / 5);
  return new Date(now.getTime() + seconds * 1000);
}
