import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A shell script that reads what to stop, one list per line, each entry a signal and a process id (`TERM:12`); the last
 * list counts. The end of its input means that the launcher has ended, in whatever way. Then it stops them and removes
 * the temporary folder, if there is one ($1).
 */
const WATCHDOG = `
trap '' INT TERM HUP
list=
while read -r line; do list=$line; done
pids=
for entry in $list; do
  pids="$pids \${entry#*:}"
  kill -"\${entry%:*}" "\${entry#*:}" 2>/dev/null
done
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  alive=
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || break
  sleep 0.5
done
for pid in $pids; do kill -KILL -- "-$pid" 2>/dev/null; done
[ -z "$1" ] || rm -rf -- "$1"
exit 0
`;

export interface SpawnOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The file for the output. It is truncated unless `appendLog`. Without a file, only `onLine` gets the output. */
  logFile?: string;
  appendLog?: boolean;
  /** Called with each line of the output. */
  onLine?: (line: string) => void;
  /** How it is asked to stop. Default: SIGTERM. */
  stopSignal?: 'SIGTERM' | 'SIGKILL';
}

/**
 * Runs processes that must not outlive this one. Each has its own process group, so that Ctrl-C reaches only us and we
 * choose the order in which they stop. A small shell process watches us and stops them if we are killed.
 */
export class Supervisor {
  private readonly running = new Set<SupervisedProcess>();
  private watchdog: ChildProcess | null = null;

  /** @param temporaryFolder the watchdog removes it when this process has ended */
  constructor(private readonly temporaryFolder: string | null = null) {}

  spawn(command: string, args: string[], options: SpawnOptions): SupervisedProcess {
    const child = new SupervisedProcess(command, args, options);
    if (child.pid === undefined) return child;
    this.running.add(child);
    this.tellWatchdog();
    void child.ended.then(() => {
      this.running.delete(child);
      this.tellWatchdog();
    });
    return child;
  }

  /** The ids of the running processes. */
  pids(): number[] {
    return [...this.running].map((child) => child.pid!);
  }

  /** Stops all running processes, and ends the watchdog. */
  async close(): Promise<void> {
    await Promise.all([...this.running].map((child) => child.stop()));
    this.watchdog?.stdin?.end();
    this.watchdog = null;
  }

  private tellWatchdog(): void {
    if (!this.watchdog && this.running.size > 0) {
      this.watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'watchdog', this.temporaryFolder ?? ''], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
        cwd: '/',
      });
      this.watchdog.unref();
      this.watchdog.stdin?.on('error', () => undefined);
    }
    const entries = [...this.running].map(({ pid, stopSignal }) => `${stopSignal.slice('SIG'.length)}:${pid}`);
    this.watchdog?.stdin?.write(`${entries.join(' ')}\n`);
  }
}

/** A child process whose output goes to a file. */
export class SupervisedProcess {
  readonly pid: number | undefined;
  /** Resolves with how it ended, e.g. `status 1` or `SIGKILL`; never rejects. */
  readonly ended: Promise<string>;
  /** How it ended; null while it runs. */
  outcome: string | null = null;
  readonly stopSignal: 'SIGTERM' | 'SIGKILL';
  private readonly child: ChildProcess;
  private logClosed = false;

  constructor(
    command: string,
    args: string[],
    private readonly options: SpawnOptions,
  ) {
    this.stopSignal = options.stopSignal ?? 'SIGTERM';
    const log = openLog(options);
    const output = options.onLine ? 'pipe' : log;
    this.child = spawn(command, args, {
      stdio: ['ignore', output, output],
      env: options.env ?? process.env,
      cwd: options.cwd,
      detached: true,
    });
    this.pid = this.child.pid;
    const outputRead = Promise.all([this.readLines(this.child.stdout, log), this.readLines(this.child.stderr, log)]);
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.outcome ??= how;
        // Its own child processes may keep the pipes open, so we wait for the last lines only for a short time.
        void Promise.race([outputRead, sleep(1_000, undefined, { ref: false })]).then(() => {
          this.logClosed = true;
          if (log !== 'ignore') closeSync(log);
          resolve(how);
        });
      };
      this.child.once('error', (error) => this.pid === undefined && end(error.message));
      this.child.once('exit', (code, signal) => end(signal ?? `status ${code}`));
    });
  }

  private async readLines(stream: Readable | null, log: number | 'ignore'): Promise<void> {
    if (!stream) return;
    for await (const line of createInterface({ input: stream })) {
      if (!this.logClosed && log !== 'ignore') writeSync(log, `${line}\n`);
      this.options.onLine?.(line);
    }
  }

  /** The last lines of its output. */
  tail(lines = 15): string {
    const { logFile } = this.options;
    if (logFile === undefined || !existsSync(logFile)) return '';
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  kill(signal: NodeJS.Signals): void {
    if (this.outcome === null && this.pid !== undefined) this.child.kill(signal);
  }

  /** Asks it to stop. After `graceMs`, kills it and all processes it started. */
  async stop(graceMs = 20_000): Promise<void> {
    if (this.outcome !== null || this.pid === undefined) return;
    const timer = setTimeout(() => this.killGroup(), graceMs);
    this.kill(this.stopSignal);
    await this.ended;
    clearTimeout(timer);
    this.killGroup();
  }

  private killGroup(): void {
    try {
      process.kill(-this.pid!, 'SIGKILL');
    } catch {
      // The process group has already ended.
    }
  }
}

function openLog({ logFile, appendLog }: SpawnOptions): number | 'ignore' {
  if (logFile === undefined) return 'ignore';
  mkdirSync(path.dirname(logFile), { recursive: true });
  return openSync(logFile, appendLog ? 'a' : 'w', 0o600);
}
