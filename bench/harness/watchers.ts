import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Watch, Watched } from './watching-clients.js';

/** Many clients that poll and listen, in a process of their own (watching-clients.ts). */
export class Watchers {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves when they can begin at any moment. */
  static async start(): Promise<Watchers> {
    const watchers = new Watchers(fork(new URL('./watching-clients.js', import.meta.url)));
    await watchers.message();
    return watchers;
  }

  /** To be called once. */
  begin(watch: Watch): void {
    this.child.send(watch);
  }

  /** Lets the polls end that are under way, and the streams. Streams end by themselves when their import is finished. */
  async end(): Promise<Watched> {
    this.child.send('end');
    return (await this.message()) as Watched;
  }

  /** Ends them at once, if they are still there. */
  stop(): void {
    this.child.kill('SIGKILL');
  }

  private async message(): Promise<unknown> {
    const over = new AbortController();
    const { signal } = over;
    try {
      return await Promise.race([
        once(this.child, 'message', { signal }).then(([message]: unknown[]) => message),
        once(this.child, 'exit', { signal }).then(([code, name]: unknown[]) => {
          throw new Error(`the clients ended: ${String(name ?? code)}`);
        }),
      ]);
    } finally {
      over.abort();
    }
  }
}
