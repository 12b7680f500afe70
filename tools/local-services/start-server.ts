import path from 'node:path';
import { freePort } from './free-port.js';
import { untilReady } from './ready.js';
import type { SupervisedProcess } from './supervisor.js';
import type { RunningServer, WayContext } from './ways.js';

const ATTEMPTS = 3;

export interface ServerProgram {
  /** What the user at the terminal sees, e.g. `Redis 7 (/usr/bin/redis-server)`. */
  title: string;
  command: string;
  args(port: number): string[];
  variables?: Record<string, string>;
  /** Resolves when the server at this port responds. */
  probe(port: number): Promise<void>;
  env(port: number): Record<string, string>;
}

/** Starts a server on a free port of 127.0.0.1 and waits until it responds. */
export async function startServer(program: ServerProgram, context: WayContext): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const process = spawnServer(program, port, context);
    try {
      await untilReady(() => program.probe(port), { process });
    } catch (error) {
      await process.stop(2_000);
      // Another process may have taken the port after we found it free.
      if (attempt < ATTEMPTS && /in use/i.test(process.tail())) continue;
      throw error;
    }
    return {
      env: program.env(port),
      where: `${program.title} at 127.0.0.1:${port}`,
      stop: () => process.stop(),
    };
  }
}

function spawnServer(program: ServerProgram, port: number, context: WayContext): SupervisedProcess {
  return context.supervisor.spawn(program.command, program.args(port), {
    env: { ...context.environment, ...program.variables },
    cwd: context.folder,
    logFile: path.join(context.folder, 'server.log'),
  });
}
