import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { scale } from './forecast-import.js';

describe('scale', () => {
  it.each([
    [{ created: 0, updated: 0, unchanged: 20 }, 1_000_000, { created: 0, updated: 0, unchanged: 1_000_000 }],
    [{ created: 10, updated: 5, unchanged: 5 }, 100, { created: 50, updated: 25, unchanged: 25 }],
    [{ created: 1, updated: 1, unchanged: 0 }, 3, { created: 2, updated: 1, unchanged: 0 }],
  ])('takes %j to %d rows', (tally, rows, expected) => {
    expect(scale(tally, rows)).toEqual(expected);
  });

  it('always adds up to the rows', () => {
    const count = fc.nat(20_000);
    fc.assert(
      fc.property(fc.record({ created: count, updated: count, unchanged: count }), fc.nat(5_000_000), (tally, rows) => {
        const { created, updated, unchanged } = scale(tally, rows);
        expect(created + updated + unchanged).toBe(rows);
        expect(Math.min(created, updated, unchanged)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
