import { describe, expect, it } from 'vitest';
import { peek } from './peek.js';

describe('a look at the first of a sequence', () => {
  /** @param ended called when the sequence is closed */
  async function* sequence(items: readonly number[], ended: () => void = () => undefined) {
    try {
      for (const item of items) yield await Promise.resolve(item);
    } finally {
      ended();
    }
  }
  const collect = async (items: AsyncIterable<number>) => {
    const found: number[] = [];
    for await (const item of items) found.push(item);
    return found;
  };

  it.each([[[]], [[7]], [[1, 2, 3]]])('of %j loses nothing', async (items: number[]) => {
    const { first, all } = await peek(sequence(items));
    expect(first).toBe(items[0]);
    expect(await collect(all())).toEqual(items);
  });

  it('closes the sequence, e.g. a database cursor, when the rest is not needed', async () => {
    let ended = false;
    const { all } = await peek(sequence([1, 2, 3], () => (ended = true)));
    for await (const item of all()) if (item === 1) break;
    expect(ended).toBe(true);
  });
});
