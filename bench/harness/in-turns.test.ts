import { describe, expect, it } from 'vitest';
import { inTurns, median, quantile } from './in-turns.js';

describe('inTurns', () => {
  it('lets the other one go first every second time, and does not count the warm-up', async () => {
    const turns: string[] = [];
    const figures = await inTurns(3, {
      ours: async (round) => (turns.push(`ours ${round}`), round === 0 ? 1000 : round),
      beside: async (round) => (turns.push(`beside ${round}`), round === 0 ? 1000 : round * 10),
    });
    expect(turns).toEqual([
      ...['ours 0', 'beside 0'],
      ...['beside 1', 'ours 1'],
      ...['ours 2', 'beside 2'],
      ...['beside 3', 'ours 3'],
    ]);
    expect(figures).toEqual({ ours: 2, beside: 20 });
  });

  it('fails when either side fails', async () => {
    const broken = async () => Promise.reject(new Error('a wrong result'));
    await expect(inTurns(1, { ours: async () => 1, beside: broken })).rejects.toThrow('a wrong result');
  });
});

it.each([
  [[3], 0.95, 3],
  [[1, 2, 3, 4], 0.5, 2],
  [[4, 3, 2, 1], 0.95, 4],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
])('the quantile of %j at %d', (values, part, expected) => {
  expect(quantile(values, part)).toBe(expected);
  expect(median([5, 1, 3])).toBe(3);
});
