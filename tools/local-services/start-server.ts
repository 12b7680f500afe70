import path from 'node:path';
import { freePort } from './free-port.js';
import { ownDisk, type OwnDisk } from './limited-disk.js';
import { untilReady } from './ready.js';
import type { SpawnOptions, SupervisedProcess } from './supervisor.js';
import type { RunningServer, ServerProcess, WayContext } from './ways.js';

const ATTEMPTS = 3;
/** Where a server says why it ended. Go adds its stacks. */
const TAIL_LINES = 200;

export interface ServerProgram {
  /** What the user at the terminal sees, e.g. `Redis 7 (/usr/bin/redis-server)`. */
  title: string;
  command: string;
  args(port: number): string[];
  variables?: Record<string, string>;
  /** Resolves when the server at this port responds. */
  probe(port: number): Promise<void>;
  env(port: number): Record<string, string>;
  stopSignal?: SpawnOptions['stopSignal'];
  /** The folder with all that fills up, if it can be on a disk of its own. It exists. */
  data?: string;
}

type MaybeDisk = OwnDisk | { unavailable: string };

/** Starts a server on a free port of 127.0.0.1 and waits until it responds. */
export async function startServer(program: ServerProgram, context: WayContext): Promise<RunningServer> {
  const disk: MaybeDisk =
    program.data !== undefined && context.forFaults
      ? await ownDisk(program.data, context)
      : { unavailable: 'its data are on no disk of their own' };
  for (let attempt = 1; ; attempt++) {
    const process = new LocalServer(program, await freePort(), context, disk);
    try {
      await process.start();
    } catch (error) {
      await process.stop(2_000);
      // Another process may have taken the port after we found it free.
      if (attempt < ATTEMPTS && /in use/i.test(process.tail(TAIL_LINES))) continue;
      throw error;
    }
    return {
      env: program.env(process.port),
      where: `${program.title} at 127.0.0.1:${process.port}`,
      process,
      stop: () => process.stop(),
    };
  }
}

class LocalServer implements ServerProcess {
  private process: SupervisedProcess | null = null;

  constructor(
    private readonly program: ServerProgram,
    readonly port: number,
    private readonly context: WayContext,
    readonly disk: MaybeDisk,
  ) {}

  get folder(): string {
    return this.context.folder;
  }

  get pid(): number {
    return this.process!.pid!;
  }

  async start(more: string[] = []): Promise<void> {
    this.launch(more);
    await this.ready();
  }

  launch(more: string[] = []): void {
    const { supervisor, environment, folder } = this.context;
    const enter = 'enter' in this.disk ? this.disk.enter : [];
    const [command, ...args] = [...enter, this.program.command, ...this.program.args(this.port), ...more];
    this.process = supervisor.spawn(command!, args, {
      env: { ...environment, ...this.program.variables },
      cwd: folder,
      stopSignal: this.program.stopSignal,
      logFile: path.join(folder, 'server.log'),
      appendLog: this.process !== null,
    });
  }

  async ready(): Promise<void> {
    await untilReady(() => this.program.probe(this.port), { process: this.process! });
  }

  async kill(): Promise<void> {
    this.process!.kill('SIGKILL');
    await this.process!.ended;
  }

  async stop(graceMs?: number): Promise<void> {
    await this.process?.stop(graceMs);
  }

  tail(lines: number): string {
    return this.process?.tail(lines) ?? '';
  }
}
