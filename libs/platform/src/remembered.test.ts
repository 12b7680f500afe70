import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Remembered } from './remembered.js';

describe('remembered answers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const after = <T>(ms: number, answer: T) => new Promise<T>((resolve) => setTimeout(() => resolve(answer), ms));

  it('are shared by those who ask at the same time, and kept for ten times as long as they took too long', async () => {
    const remembered = new Remembered<number>();
    let searches = 0;
    const ask = () => remembered.get('a', () => after(1_100, ++searches));
    const both = Promise.all([ask(), ask()]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await both).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(999);
    expect(await ask()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    const later = ask();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(await later).toBe(2);
  });

  it('are always new when they are found quickly', async () => {
    const remembered = new Remembered<number>();
    let searches = 0;
    const ask = async (ms: number) => {
      const answer = remembered.get('a', () => after(ms, ++searches));
      await vi.advanceTimersByTimeAsync(ms);
      return answer;
    };
    expect([await ask(1_000), await ask(1_000), await ask(1_200), await ask(0)]).toEqual([1, 2, 3, 3]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await ask(0)).toBe(4);
  });

  it('are kept for a minute at most, and for each key', async () => {
    const remembered = new Remembered<string>();
    const slow = remembered.get('a', () => after(100_000, 'first'));
    await vi.advanceTimersByTimeAsync(100_000);
    expect(await slow).toBe('first');
    expect(await remembered.get('b', () => Promise.resolve('other'))).toBe('other');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await remembered.get('a', () => Promise.resolve('second'))).toBe('second');
  });

  it('are not failures', async () => {
    const remembered = new Remembered<number>(() => 1_000);
    const failing = remembered.get('a', () => after(100, 1).then(() => Promise.reject(new Error('away'))));
    const refused = expect(failing).rejects.toThrow('away');
    await vi.advanceTimersByTimeAsync(100);
    await refused;
    expect(await remembered.get('a', () => Promise.resolve(2))).toBe(2);
  });

  it('of long ago give way when there are many', async () => {
    const remembered = new Remembered<number>(() => 1_000);
    const asked: Promise<number>[] = [];
    for (let key = 0; key <= 1_000; key++) asked.push(remembered.get(String(key), () => after(100, 1)));
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(asked);
    expect(await remembered.get('0', () => Promise.resolve(2))).toBe(2);
    expect(await remembered.get('1000', () => Promise.resolve(2))).toBe(1);
  });
});
