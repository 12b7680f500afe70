import { expect, it } from 'vitest';
import { LocalCounter } from './local-counter.js';

it('counts each key for itself, until its window ends', () => {
  const counter = new LocalCounter();
  const hits = (key: string, now: number) => counter.count(key, 60_000, now).totalHits;
  expect([hits('a', 0), hits('a', 59_999), hits('b', 59_999)]).toEqual([1, 2, 1]);
  expect(counter.count('a', 60_000, 59_999)).toEqual({ totalHits: 3, timeToExpire: 1 });
  expect([hits('a', 60_000), hits('b', 60_000)]).toEqual([1, 2]);
});

it('keeps no more than it has room for, and what is guessed at stays counted', () => {
  const counter = new LocalCounter();
  for (let sender = 0; sender < 50_000; sender++) {
    counter.count(`sender ${sender}`, 60_000, 0);
    if (sender % 5_000 === 0) counter.count('guessed at', 60_000, 0);
  }
  expect(counter.count('guessed at', 60_000, 1).totalHits).toBe(11);
  expect(counter.count('sender 0', 60_000, 1).totalHits).toBe(1);
});
