import { describe, expect, it } from 'vitest';
import type { SessionRecord } from '#persistence';
import { endOf, isDue } from './session-life.js';

const settings = { SESSION_HOURS: 12, SESSION_IDLE_HOURS: 4 };
const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const used = (lastUsedAt: Date | null): SessionRecord => ({
  _id: 'x',
  userId: 'u',
  organisationId: 'o',
  createdAt: at('08:00:00'),
  expiresAt: at('12:00:00'),
  lastUsedAt,
});

describe('a session', () => {
  it('ends when it was not used, and never later than its absolute end', () => {
    expect(endOf(at('08:00:00'), at('08:00:00'), settings)).toEqual(at('12:00:00'));
    expect(endOf(at('08:00:00'), at('15:00:00'), settings)).toEqual(at('19:00:00'));
    expect(endOf(at('08:00:00'), at('17:30:00'), settings)).toEqual(at('20:00:00'));
  });

  it('notes its use once a minute, more often if it ends soon, and at once if it is from a build before', () => {
    expect(isDue(used(at('09:00:00')), at('09:00:59'), settings)).toBe(false);
    expect(isDue(used(at('09:00:00')), at('09:01:00'), settings)).toBe(true);
    expect(isDue(used(at('09:00:00')), at('09:00:04'), { ...settings, SESSION_IDLE_HOURS: 0.01 })).toBe(true);
    expect(isDue(used(null), at('09:00:00'), settings)).toBe(true);
  });
});
