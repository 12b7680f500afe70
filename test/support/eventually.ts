import { setTimeout as sleep } from 'node:timers/promises';

/** The pause before the second look, how much longer it becomes with the time waited, and how long at most. */
const PAUSE = { firstMs: 50, share: 0.1, mostMs: 250 };

/**
 * Waits until `check` does not throw, and returns its result. Use it instead of a sleep:
 *
 *     const done = await eventually('the import completes', async () => {
 *     const current = await api.get(`/v1/imports/${id}`);
 *     expect(current.status).toBe('completed');
 *     return current;
 *     });
 *
 * It looks twenty times a second at first, and less often the longer it waits: every look is work for the services.
 * @throws Error with what was waited for, for how long, and the last error of `check`
 */
export async function eventually<T>(what: string, check: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const began = Date.now();
  for (;;) {
    try {
      return await check();
    } catch (cause) {
      if (Date.now() - began > timeoutMs)
        throw new Error(
          `Waited ${timeoutMs / 1000} s until ${what}. The last look said:\n${(cause as Error).message}`,
          { cause },
        );
    }
    await sleep(Math.min(PAUSE.firstMs + PAUSE.share * (Date.now() - began), PAUSE.mostMs));
  }
}
