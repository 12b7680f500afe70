import type { ServiceName } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpRelay } from '../test/support/tcp-relay.js';
import { answersHttp, untilReady } from '../tools/local-services/ready.js';
import { ServiceProcess, type ServiceOptions } from '../tools/product/service-process.js';
import { InTurn } from './in-turn.js';

/** Longer than any server is away. */
const READY_MS = 240_000;

/** The network between one process and each server. */
export interface Network {
  redis: TcpRelay;
  mongodb: TcpRelay;
  storage: TcpRelay;
}

/** One of the two processes of a service, with a network of its own. It starts again after whatever ended it. */
export class ChaosService {
  /** What is done to it is done one after another. */
  readonly turn = new InTurn();
  /** How it ended, if nobody had asked it to. */
  readonly unexpectedEnds: string[] = [];
  private readonly process: ServiceProcess;
  private endIsExpected = false;

  /** @param label its name in the log, such as `contacts 2` */
  constructor(
    readonly label: string,
    readonly network: Network,
    private readonly options: ServiceOptions & { name: ServiceName },
  ) {
    this.process = new ServiceProcess(options);
  }

  get name(): ServiceName {
    return this.options.name;
  }

  get url(): string {
    return this.process.url;
  }

  get pid(): number | null {
    return this.process.isRunning ? this.process.pid : null;
  }

  /** @param env for this start only */
  async start(env: Record<string, string> = {}): Promise<void> {
    Object.assign(this.options.env, env);
    this.endIsExpected = false;
    this.process.launch();
    for (const name of Object.keys(env)) delete this.options.env[name];
    void this.startAgainWhenItEnds();
    await this.ready();
  }

  /** Waits until it and all servers that it needs respond. */
  async ready(): Promise<void> {
    await untilReady(() => answersHttp(`${this.url}/readyz`, 200), { timeoutMs: READY_MS });
  }

  /** Ends it and starts it again. */
  async restart(signal: 'SIGKILL' | 'SIGTERM', env: Record<string, string> = {}): Promise<void> {
    await this.end(signal);
    await this.start(env);
  }

  /** Stops its execution for a while, as a machine does that swaps or is moved. */
  async pause(milliseconds: number): Promise<void> {
    await this.process.kill('SIGSTOP');
    await sleep(milliseconds);
    await this.process.kill('SIGCONT');
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): Promise<void> {
    return this.process.kill(signal);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.endIsExpected = true;
    if (signal === 'SIGKILL') await this.process.kill(signal);
    else await this.process.stop();
  }

  private async startAgainWhenItEnds(): Promise<void> {
    const { outcome, tail } = await this.process.ended();
    if (this.endIsExpected) return;
    this.unexpectedEnds.push(`${this.label} ended by itself (${outcome}). Its last lines:\n${tail}`);
    await this.start();
  }
}
