import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;

/**
 * Waits until `check` does not throw, and returns its result. Use it instead of a sleep:
 *
 *     const done = await eventually('the import completes', async () => {
 *     const current = await api.get(`/v1/imports/${id}`);
 *     expect(current.status).toBe('completed');
 *     return current;
 *     });
 *
 * @throws Error with what was waited for, for how long, and the last error of `check`
 */
export async function eventually<T>(what: string, check: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (cause) {
      if (Date.now() > deadline)
        throw new Error(
          `Waited ${timeoutMs / 1000} s until ${what}. The last look said:\n${(cause as Error).message}`,
          { cause },
        );
    }
    await sleep(LOOK_AGAIN_MS);
  }
}
