import { expect, it } from 'vitest';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { RetentionSweeper, type Kept } from './retention-sweeper.js';

class Sweeper extends RetentionSweeper {
  constructor(kinds: Kept[]) {
    super({ OBJECT_SWEEP_SECONDS: 3_600 } as Config, { info: () => undefined } as unknown as Logger, kinds);
  }
  sweep(): Promise<void> {
    return this.round();
  }
}

it('goes on until nothing is left, and no kind waits for one of which there is much', async () => {
  const left = { much: 25_200, little: 700, kept: 10 };
  const order: string[] = [];
  const kind = (what: keyof typeof left, days: number): Kept => ({
    what,
    days,
    remove: async (_before, limit) => {
      if (order.at(-1) !== what) order.push(what);
      const removed = Math.min(left[what], limit);
      left[what] -= removed;
      return removed;
    },
  });
  await new Sweeper([kind('much', 1), kind('kept', 0), kind('little', 1)]).sweep();
  expect(left).toEqual({ much: 0, little: 0, kept: 10 });
  expect(order).toEqual(['much', 'little', 'much']);
});

it('stops in the middle when its service does', async () => {
  let batches = 0;
  const sweeper: Sweeper = new Sweeper([
    {
      what: 'endless',
      days: 1,
      remove: async (_before, limit) => {
        if (++batches === 30) void sweeper.stop();
        return limit;
      },
    },
  ]);
  await sweeper.sweep();
  expect(batches).toBe(30);
});
