import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { QUIET, ROOT } from '../../tools/product/service-process.js';

/** The program itself. `npx contacts` first looks whether something is to be built, which the tests have done. */
const PROGRAM = path.join(ROOT, 'dist/apps/cli/src/main.js');

/** How a command ended, and all that it has said. */
export interface CliResult {
  status: number | null;
  output: string;
}

/** Starts `contacts` with these arguments. @param env added to the environment */
export function startCli(
  args: readonly string[],
  env: Record<string, string>,
): { child: ChildProcess; result: Promise<CliResult> } {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const result = new Promise<CliResult>((resolve) => child.once('close', (status) => resolve({ status, output })));
  return { child, result };
}

/** Runs `contacts` to its end. */
export function runCli(args: readonly string[], env: Record<string, string>): Promise<CliResult> {
  return startCli(args, env).result;
}
