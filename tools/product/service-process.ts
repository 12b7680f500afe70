import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgramName, ServiceName } from '#contracts';
import { UserError } from '#terminal';
import { answersHttp, untilReady } from '../local-services/ready.js';
import type { SupervisedProcess, Supervisor } from '../local-services/supervisor.js';

const READY_MS = 60_000;
const STOP_MS = 20_000;

/**
 * Removed from the environment of our programs: options for us, and a warning of the AWS SDK about its future versions
 * on Node.js 20.
 */
export const QUIET = { NODE_OPTIONS: '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** The folder of package.json, whether this runs from the sources or from dist/. */
export const ROOT = findRoot(path.dirname(fileURLToPath(import.meta.url)));

export interface ServiceOptions {
  name: ProgramName;
  port: number;
  /** Added to the environment of this process. */
  env: Record<string, string>;
  logFile: string;
  onLine?: (line: string) => void;
  supervisor: Supervisor;
  /** Of `all`: the services that it runs; default: every one. */
  services?: readonly ServiceName[];
  /** The folder of the build; default: this one. */
  root?: string;
  /** What runs instead of the service's own `main.js`, with its arguments. */
  program?: string[];
  /**
   * Whether people wait for the others more than for this one: on a processor that has too much to do, it gets about a
   * tenth of what each of them gets.
   */
  isBackground?: boolean;
}

/** What people wait for is answered by the gateway. */
export function isBackground(name: ProgramName): boolean {
  return name !== 'gateway' && name !== 'all';
}

/** A command, which then becomes the program. A priority set from here would miss the threads that were already started. */
const LATER_THAN_OTHERS = ['nice', '-n', '10'];
const NODE_FLAGS = ['--enable-source-maps'];
/**
 * Rows create much garbage. Without a limit, V8 lets it grow before it collects. The same values as in compose and
 * Kubernetes.
 */
const HEAP_FLAGS: Partial<Record<ProgramName, string[]>> = {
  importer: ['--max-old-space-size=256'],
  contacts: ['--max-old-space-size=256'],
  exporter: ['--max-old-space-size=160'],
  all: ['--max-old-space-size=512'],
};

/** One service of the product as a separate process, or all of them in one, from dist/. It can be started, stopped and started again. */
export class ServiceProcess {
  private process: SupervisedProcess | null = null;

  constructor(private readonly options: ServiceOptions) {}

  get name(): ProgramName {
    return this.options.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  /** The id of the process that was started last. */
  get pid(): number {
    return this.process!.pid!;
  }

  get isRunning(): boolean {
    return this.process !== null && this.process.outcome === null;
  }

  /** Starts it and waits until `/readyz` reports that all its dependencies respond. */
  async start(): Promise<void> {
    this.launch();
    await this.ready();
  }

  launch(): void {
    const { name, port, env, logFile, onLine, supervisor, services = [], root = ROOT } = this.options;
    const { program = [path.join(root, 'dist', 'apps', name, 'src', 'main.js'), ...services] } = this.options;
    const before = this.options.isBackground ? LATER_THAN_OTHERS : [];
    const node = [process.execPath, ...NODE_FLAGS, ...(HEAP_FLAGS[name] ?? []), ...program];
    const [command, ...args] = [...before, ...node];
    this.process = supervisor.spawn(command!, args, {
      env: { ...process.env, ...QUIET, ...env, HOST: '127.0.0.1', PORT: String(port) },
      cwd: root,
      logFile,
      appendLog: true,
      onLine,
    });
  }

  async ready(): Promise<void> {
    const child = this.process!;
    try {
      await untilReady(() => answersHttp(`${this.url}/readyz`, 200), { timeoutMs: READY_MS, process: child });
    } catch (cause) {
      throw new UserError(`The service ${this.name} did not become ready. Its last lines:\n${child.tail()}`, { cause });
    }
  }

  /** Resolves with how it ended and its last lines. */
  async ended(): Promise<{ outcome: string; tail: string }> {
    const child = this.process!;
    return { outcome: await child.ended, tail: child.tail() };
  }

  /** Sends a signal and, if that ends the process, waits for the end. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): Promise<void> {
    this.process!.kill(signal);
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await this.process!.ended;
  }

  /** Asks it to finish its current work; kills it after 20 s. */
  async stop(): Promise<void> {
    await this.process?.stop(STOP_MS);
  }
}

function findRoot(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : findRoot(path.dirname(folder));
}
