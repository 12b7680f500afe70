import { describe, expect, it } from 'vitest';
import { awayForLong, stillAway } from './away.js';

describe('what is away', () => {
  it('is worth saying when it lasts', () => {
    const first = stillAway({}, ['storage'], 1_000);
    expect(awayForLong(first, 1_000)).toEqual([]);
    const second = stillAway(first, ['storage', 'importer'], 6_000);
    expect(awayForLong(second, 6_000)).toEqual(['storage']);
  });

  it('is forgotten as soon as it is back', () => {
    const back = stillAway({ storage: 1_000 }, [], 6_000);
    expect(awayForLong(back, 6_000)).toEqual([]);
    expect(awayForLong(stillAway(back, ['storage'], 11_000), 11_000)).toEqual([]);
  });
});
