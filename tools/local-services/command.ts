import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Supervisor } from './supervisor.js';

/** The full path of the first of these programs that is in PATH. */
export function findInPath(names: string[], environment: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (environment.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

/** The command was ended by a signal, for example by Ctrl-C. This does not mean that it is broken. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
}

/** This machine lacks a program that was needed. Its user may install it at any time. */
export class MissingProgramError extends Error {
  override name = 'MissingProgramError';
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  onLine?: (line: string) => void;
  /** The command is ended when it prints nothing for this long. */
  silenceMs?: number;
  logFile?: string;
}

/**
 * Runs a command to its end and returns the lines it printed, on both streams.
 * @throws InterruptedError when it was ended by a signal
 * @throws Error when it fails: how it ended, then its last lines
 */
export async function run(
  supervisor: Supervisor,
  command: string,
  args: string[],
  { env, cwd, onLine, silenceMs = 2 ** 31 - 1, logFile }: RunOptions = {},
): Promise<string[]> {
  const lines: string[] = [];
  const child = supervisor.spawn(command, args, {
    env,
    cwd,
    logFile,
    onLine: (line) => {
      silence.refresh();
      lines.push(line);
      onLine?.(line);
    },
  });
  let silent = false;
  const silence = setTimeout(() => {
    silent = true;
    void child.stop(2_000);
  }, silenceMs);
  const outcome = await child.ended;
  clearTimeout(silence);
  if (outcome === 'status 0') return lines;
  if (!silent && outcome.startsWith('SIG'))
    throw new InterruptedError(`${path.basename(command)} was ended by ${outcome}`);
  const how = silent ? `gave no sign for ${silenceMs / 1000} s` : `ended with ${outcome}`;
  throw new Error([`${path.basename(command)} ${how}`, ...lines.slice(-12)].join('\n'));
}
