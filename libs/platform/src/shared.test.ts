import { describe, expect, it } from 'vitest';
import { Shared } from './shared.js';

describe('Shared', () => {
  it('opens once for each key, and closes when the last share is given back', async () => {
    const closed: object[] = [];
    const shared = new Shared<{ key: string }>((value) => closed.push(value));
    const make = (key: string) => shared.share(key, () => ({ key }));
    const [first, second, other] = [make('a'), make('a'), make('b')];
    expect(second.value).toBe(first.value);
    expect(other.value).toEqual({ key: 'b' });

    await first.release();
    await first.release();
    expect(closed).toEqual([]);
    await second.release();
    expect(closed).toEqual([first.value]);

    expect(make('a').value).not.toBe(first.value);
  });
});
