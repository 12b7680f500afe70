import { metrics } from '#platform';
import { tracingChannel } from 'node:diagnostics_channel';

/** Commands with which a worker or a caller waits for work, for seconds. */
const WAITING = new Set(['bzpopmin', 'brpoplpush', 'xread']);

/** What ioredis says of a command. `error` is set when it has failed. */
interface Command {
  command: string;
  error?: unknown;
}

const beginnings = new WeakMap<Command, number>();

/**
 * Measures each command of every connection to Redis in this process, by the channel on which ioredis reports them.
 * Doing it again does nothing.
 */
export const measureCommands = once(() => {
  tracingChannel<unknown, Command>('ioredis:command').subscribe({
    start: (command) => void beginnings.set(command, performance.now()),
    end: () => undefined,
    asyncStart: () => undefined,
    asyncEnd: (command) => observe(command),
    error: () => undefined,
  });
});

function observe(context: Command): void {
  const command = context.command.toLowerCase();
  const began = beginnings.get(context);
  if (began === undefined || WAITING.has(command)) return;
  const outcome = context.error === undefined ? 'ok' : 'error';
  metrics.redisCommand.observe({ command, outcome }, (performance.now() - began) / 1000);
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
