import path from 'node:path';
import type { ServiceName } from '#contracts';
import { freePort } from '../../tools/local-services/free-port.js';
import { answersHttp, untilReady } from '../../tools/local-services/ready.js';
import type { Supervisor } from '../../tools/local-services/supervisor.js';
import { ServiceProcess } from '../../tools/product/service-process.js';
import { WriteGate, type KillPoint } from './write-gate.js';

/** Six of them start at the same time, also where other programs take all processors. */
const READY_MS = 240_000;

/** A service behind a {@link WriteGate}. Whenever the gate has killed its process, another one is started. */
export class GatedService {
  private restarted: Promise<void> = Promise.resolve();

  /**
   * Starts it and waits until it is ready.
   * @param env with the direct addresses of the servers
   */
  static async start(
    name: ServiceName,
    env: Record<string, string>,
    logs: string,
    supervisor: Supervisor,
  ): Promise<GatedService> {
    const gate: WriteGate = await WriteGate.before(env, () => service.kill());
    const options = { name, port: await freePort(), logFile: path.join(logs, `${name}.log`), supervisor };
    const ownEnv = { ...env, ...gate.env };
    const service: GatedService = new GatedService(name, gate, new ServiceProcess({ ...options, env: ownEnv }), ownEnv);
    await service.launch();
    return service;
  }

  private constructor(
    readonly name: ServiceName,
    private readonly gate: WriteGate,
    private readonly process: ServiceProcess,
    private readonly env: Record<string, string>,
  ) {}

  /** The rights in MongoDB that it has used so far, such as `reads contacts`. */
  get usedRights(): string[] {
    return [...this.gate.usedRights];
  }

  get url(): string {
    return this.process.url;
  }

  /** Kills the process at this point; null: only notes its writes. */
  watch(point: KillPoint | null): void {
    this.gate.watch(point);
  }

  /**
   * Ends the watch, and waits until a process that was killed has been replaced.
   * @returns the writes, and whether the process was killed
   */
  async unwatch(): Promise<{ writes: string[]; wasKilled: boolean }> {
    const writes = this.gate.unwatch();
    const { wasKilled } = this;
    this.wasKilled = false;
    await this.restarted;
    return { writes, wasKilled };
  }

  /** Starts it again with this environment added. */
  async restart(env: Record<string, string>): Promise<void> {
    await this.process.stop();
    Object.assign(this.env, env);
    await this.launch();
  }

  async stop(): Promise<void> {
    await this.restarted.catch(() => undefined);
    await this.process.stop();
    this.gate.close();
  }

  private wasKilled = false;

  private kill(): void {
    this.wasKilled = true;
    this.restarted = this.replace();
    // Whoever ends the watch hears of a failure.
    this.restarted.catch(() => undefined);
  }

  private async replace(): Promise<void> {
    // Before it yields for the first time, so that nothing more happens in the process.
    await this.process.kill('SIGKILL');
    await this.gate.reopen();
    await this.launch();
  }

  private async launch(): Promise<void> {
    this.process.launch();
    await untilReady(() => answersHttp(`${this.url}/readyz`, 200), { timeoutMs: READY_MS });
  }
}
