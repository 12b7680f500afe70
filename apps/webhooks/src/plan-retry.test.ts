import { describe, expect, it } from 'vitest';
import type { WebhookFailure } from '#contracts';
import { planRetry } from './plan-retry.js';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const LATER = new Date('2026-11-22T10:10:00.000Z');

describe('planRetry', () => {
  type Result = [number | null, WebhookFailure | null, Date?];
  const plan = ([status, failure, retryAfter]: Result, attempts = 1, outages = 0) =>
    planRetry(
      { status, failure, retryAfter: retryAfter ?? null, milliseconds: 1 },
      { attempts, outages, firstWait: 30, now: NOW },
    );
  const seconds = (date: Date) => (date.getTime() - NOW.getTime()) / 1000;

  it.each<[Result, string]>([
    [[200, null], 'taken'],
    [[204, null], 'taken'],
    [[400, 'status'], 'message'],
    [[413, 'status'], 'message'],
    [[422, 'status'], 'message'],
    [[401, 'status'], 'down'],
    [[404, 'status'], 'down'],
    [[500, 'status'], 'down'],
    [[503, 'status'], 'down'],
    [[503, 'status', LATER], 'busy'],
    [[429, 'status'], 'busy'],
    [[429, 'status', LATER], 'busy'],
    [[302, 'redirected'], 'down'],
    [[null, 'timed_out'], 'down'],
    [[null, 'not_reachable'], 'down'],
    [[null, 'address_not_allowed'], 'down'],
    [[410, 'gone'], 'gone'],
  ])('%j: %s', (result, kind) => expect(plan(result).kind).toBe(kind));

  it.each<[number, number, number]>([
    [0, 27, 33],
    [1, 54, 66],
    [5, 864, 1056],
    [30, 19_440, 23_760],
  ])('after %i outages waits %i to %i seconds', (outages, from, to) => {
    const { retryAt } = plan([500, 'status'], 1, outages) as { retryAt: Date };
    expect(seconds(retryAt)).toBeGreaterThanOrEqual(from);
    expect(seconds(retryAt)).toBeLessThanOrEqual(to);
  });

  it('waits as long as the receiver asks', () => {
    expect(plan([429, 'status', LATER], 3, 7)).toEqual({ kind: 'busy', retryAt: LATER });
  });

  it('waits longer with each attempt of a message that is refused', () => {
    const { nextAttemptAt } = plan([422, 'status'], 3) as { nextAttemptAt: Date };
    expect(seconds(nextAttemptAt)).toBeGreaterThanOrEqual(108);
    expect(seconds(nextAttemptAt)).toBeLessThanOrEqual(132);
  });
});
