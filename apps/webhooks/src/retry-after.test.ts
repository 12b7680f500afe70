import { describe, expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.js';

const NOW = new Date('2026-11-22T10:00:00.000Z');

describe('readRetryAfter', () => {
  it.each<[string | undefined, string | null]>([
    ['120', '2026-11-22T10:02:00.000Z'],
    [' 0 ', '2026-11-22T10:00:00.000Z'],
    ['Sun, 22 Nov 2026 10:05:00 GMT', '2026-11-22T10:05:00.000Z'],
    ['Sun, 22 Nov 2026 09:05:00 GMT', '2026-11-22T10:00:00.000Z'],
    ['9999999999999', '2026-11-23T10:00:00.000Z'],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('reads %j', (header, expected) => {
    expect(readRetryAfter(header, NOW)?.toISOString() ?? null).toBe(expected);
  });
});
