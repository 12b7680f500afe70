import { expect, it } from 'vitest';
import { Turns } from './turns.js';

it('lets work with the same key run one after another, also after a failure, and other work beside it', async () => {
  const turns = new Turns(60_000);
  const seen: string[] = [];
  let finish = () => {};
  const gate = new Promise<void>((resolve) => (finish = resolve));
  const first = turns.take('a', async () => {
    seen.push('first begins');
    await gate;
    seen.push('first ends');
    throw new Error('no');
  });
  const second = turns.take('a', async () => void seen.push('second'));
  await turns.take('b', async () => void seen.push('other'));
  expect(seen).toEqual(['first begins', 'other']);
  finish();
  await expect(first).rejects.toThrow('no');
  await second;
  expect(seen).toEqual(['first begins', 'other', 'first ends', 'second']);
});

it('does not wait for long', async () => {
  const turns = new Turns(1);
  let finish = () => {};
  const stuck = turns.take('a', () => new Promise<void>((resolve) => (finish = resolve)));
  expect(await turns.take('a', async () => 'done')).toBe('done');
  finish();
  await stuck;
});
