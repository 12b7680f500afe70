import { describe, expect, it } from 'vitest';
import { mapAhead } from './map-ahead.js';

/** Numbers from 0 on, and whether the consumer has closed the generator. */
function numbers(count: number) {
  const state = { given: 0, isClosed: false };
  async function* generate(): AsyncGenerator<number> {
    try {
      for (let n = 0; n < count; n++) {
        state.given++;
        yield n;
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { state, items: generate() };
}

const ended: Promise<void> = Promise.resolve();

describe('mapAhead', () => {
  it('returns results in order, however long each takes', async () => {
    const { items } = numbers(20);
    const work = async (n: number) => {
      for (let turns = (n * 7) % 5; turns > 0; turns--) await ended;
      return n * 2;
    };
    const results: number[] = [];
    for await (const result of mapAhead(items, 3, work)) results.push(result);
    expect(results).toEqual(Array.from({ length: 20 }, (_, n) => n * 2));
  });

  it.each([0, 1, 3])('begins %i items before they are asked for, and no more', async (ahead) => {
    const { state, items } = numbers(10);
    const begun: number[] = [];
    const results = mapAhead(items, ahead, (n) => Promise.resolve(void begun.push(n)));
    await results.next();
    expect(begun).toHaveLength(ahead + 1);
    await results.next();
    expect(begun).toHaveLength(ahead + 2);
    await results.return(undefined);
    expect(state).toEqual({ given: ahead + 2, isClosed: true });
  });

  it('throws an error when its turn comes, and closes the items', async () => {
    const { state, items } = numbers(10);
    const fault = new Error('the third');
    const results = mapAhead(items, 2, (n) => (n === 2 ? Promise.reject(fault) : Promise.resolve(n)));
    expect((await results.next()).value).toBe(0);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toBe(fault);
    expect(state.isClosed).toBe(true);
  });

  it('waits for the work it started before it ends', async () => {
    const { items } = numbers(10);
    let open = 0;
    const results = mapAhead(items, 2, async () => {
      open++;
      await ended;
      await ended;
      open--;
    });
    await results.next();
    await results.return(undefined);
    expect(open).toBe(0);
  });
});
