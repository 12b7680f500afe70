import type { INestApplicationContext, Type } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';

/** The work of a process that was killed: nothing that comes after it happens. */
export class KilledError extends Error {
  override name = 'KilledError';
}

/** A run that is held before one of its steps: a call of a repository, a commit, or what follows a commit. */
export class HeldRun {
  private steps = 0;
  private readonly outcome: PromiseWithResolvers<void> = withResolvers();
  private readonly stop: PromiseWithResolvers<string> = withResolvers();

  /** @param at the number of the step, from 1 */
  constructor(private readonly at: number) {}

  /** Resolves with the name of the step when the run is held there. */
  get held(): Promise<string> {
    return this.stop.promise;
  }

  async step(name: string): Promise<void> {
    if (++this.steps !== this.at) return;
    this.stop.resolve(name);
    await this.outcome.promise;
  }

  goOn(): void {
    this.outcome.resolve();
  }

  kill(): void {
    this.outcome.reject(new KilledError('killed'));
  }
}

const current = new AsyncLocalStorage<HeldRun>();

/** Runs the work. It is held where `run` says; other work is not. */
export function hold<T>(run: HeldRun, work: () => Promise<T>): Promise<T> {
  return current.run(run, work);
}

/** Makes every call of these methods a step of the {@link HeldRun} that it belongs to. */
export function watchCalls<C extends object>(
  app: INestApplicationContext,
  type: Type<C>,
  methods: (keyof C & string)[],
) {
  const object = app.get<Record<string, (...args: unknown[]) => Promise<unknown>>>(type);
  for (const method of methods) {
    const original = object[method]!.bind(object);
    object[method] = async (...args) => {
      await current.getStore()?.step(`${type.name}.${method}`);
      return original(...args);
    };
  }
}

/** Makes the moments before and after a commit steps, too. */
export function watchCommits(
  app: INestApplicationContext,
  type: Type<{ run: (work: never) => Promise<unknown> }>,
): void {
  type Run = (work: (...given: unknown[]) => Promise<unknown>) => Promise<unknown>;
  const transactions = app.get<{ run: Run }>(type);
  const original = transactions.run.bind(transactions);
  transactions.run = async (work) => {
    const result = await original(async (...given) => {
      const done = await work(...given);
      await current.getStore()?.step('commit');
      return done;
    });
    await current.getStore()?.step('after the commit');
    return result;
  };
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let [resolve, reject] = [(_: T | PromiseLike<T>): void => undefined, (_: unknown): void => undefined];
  const promise = new Promise<T>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
  return { promise, resolve, reject };
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason: unknown) => void;
}
