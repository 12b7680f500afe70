import type { PostResult } from './post-message.js';

/** The maximum delay. The delay doubles with each attempt. */
const MAX_WAIT_SECONDS = 6 * 3600;

/** Statuses that reject this message and not the webhook as a whole: other messages may succeed. */
const ABOUT_THE_MESSAGE = new Set([400, 413, 422]);

/**
 * What follows from an attempt. `taken`: success. `message`: this message is retried later; others continue. `busy`:
 * the receiver asks for a pause. `down`: no message would succeed, so the attempt counts for all that were due. `gone`:
 * the receiver wants no more messages (410, as the Standard Webhooks specification says).
 */
export type Consequence =
  | { kind: 'taken' }
  | { kind: 'gone' }
  | { kind: 'message'; nextAttemptAt: Date }
  | { kind: 'busy'; retryAt: Date }
  | { kind: 'down'; retryAt: Date };

/**
 * @param attempts attempts of this message, including this one
 * @param outages the receiver's consecutive failures before
 * @param firstWait in seconds
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

/** Adds 10% jitter, so that many messages do not retry at the same moment. */
function after(now: Date, times: number, firstWait: number): Date {
  const seconds = Math.min(MAX_WAIT_SECONDS, firstWait * 2 ** (times - 1)) * (0.9 + Math.random() / 5);
  return new Date(now.getTime() + seconds * 1000);
}
