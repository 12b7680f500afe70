import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { PhoneTable } from './phone-table.js';

describe('PhoneTable', () => {
  it.each<[string, number]>([
    ['the shortest', 100_000],
    ['beyond 32 bits', 44_687_985_632],
    ['the longest', 999_999_999_999_999],
  ])('answers the row before: %s phone', (_, phone) => {
    const table = new PhoneTable();
    expect(table.get(phone)).toBe(0);
    expect(table.put(phone, 2)).toBe(0);
    expect(table.put(phone, 4_000_000_000)).toBe(2);
    expect(table.get(phone)).toBe(4_000_000_000);
    expect(table.size).toBe(1);
  });

  it('does as a Map does, while it grows', () => {
    const phone = fc.oneof(
      fc.integer({ min: 100_000, max: 100_050 }),
      fc.maxSafeNat().filter((n) => n > 0 && n < 1e15),
    );
    fc.assert(
      fc.property(fc.array(phone, { maxLength: 200 }), (phones) => {
        const table = new PhoneTable();
        const map = new Map<number, number>();
        for (const [index, number] of phones.entries()) {
          expect(table.put(number, index + 1)).toBe(map.get(number) ?? 0);
          map.set(number, index + 1);
        }
        expect(table.size).toBe(map.size);
        for (const [number, row] of map) expect(table.get(number)).toBe(row);
      }),
    );
  });

  it.each<[string, (i: number) => number]>([
    ['consecutive', (i) => 34_600_000_000 + i],
    ['alike in their lower bits', (i) => 100_000 + i * 2 ** 24],
    ['alike in their upper bits', (i) => 999_999_990_000_000 + i * 7],
  ])('does not stall with phones that are %s', (_, phoneOf) => {
    const table = new PhoneTable();
    for (let i = 0; i < 200_000; i++) table.put(phoneOf(i), i + 2);
    expect(table.size).toBe(200_000);
  });
});
