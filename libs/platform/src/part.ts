import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ProgramName, ServiceName } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { probesOf, type Dependency } from './dependency.js';
import { DependencyWait } from './dependency-wait.js';
import { HealthController, OTHER_PARTS, type Health, type OtherParts } from './health.js';
import { createLogger, NestLogger } from './logging.js';
import { metrics } from './metrics/metrics.js';
import { PlatformModule, SERVICE } from './platform.module.js';
import { isTransient } from './transient.js';
import { listenWhileWaiting, type Refusal } from './waiting-server.js';

export interface ServiceDefinition {
  name: ServiceName;
  /** Its dependencies: it starts when they respond, and `/readyz` checks them. */
  uses: readonly Dependency[];
  /** Dependencies that it starts and stays ready without; what needs them fails while they are away. */
  mayLack?: readonly Dependency[];
  /** The service's own module. */
  module: Type;
  /** Options of the HTTP server. Worker services use it for health checks only. */
  adapter?: (config: Config) => FastifyAdapter;
  /** Called before the service listens, to add transports, plug-ins and filters. */
  configure?: (app: NestFastifyApplication, config: Config, logger: Logger) => Promise<void> | void;
  /** Answers requests until it is ready, except health checks. Default: status 503 without a body. */
  refuse?: (config: Config) => Refusal;
}

/** The process in which services run. */
export interface Program {
  name: ProgramName;
  config: Config;
  /** For Nest, which has one logger in a process. */
  logger: Logger;
  /** What must be done before any service starts. */
  prepared: Promise<void>;
}

/** The one service of a process that listens. */
export interface Front {
  port: number;
  /** The health of the other services. */
  others: OtherParts;
}

/** One service in a process. It waits for its dependencies, starts and stops, whatever the other services do. */
export class Part {
  readonly logger: Logger;
  private readonly wait: DependencyWait;
  private app: NestFastifyApplication | null = null;

  constructor(
    private readonly definition: ServiceDefinition,
    private readonly program: Program,
    private readonly front: Front | null,
  ) {
    const { name, uses } = definition;
    this.logger = createLogger(name, program.config);
    metrics.serviceStarted.set({ service: name }, 0);
    this.wait = new DependencyWait(program.name, uses, program.config, this.logger);
  }

  /**
   * Starts the service when its dependencies respond. Until it listens, another server answers the health checks on its
   * port.
   */
  async start(): Promise<void> {
    const { mayLack = [], refuse } = this.definition;
    const address = this.front && { port: this.front.port, host: this.program.config.HOST };
    const refusal = { refuse: refuse?.(this.program.config) };
    const stopWaiting = address && (await listenWhileWaiting({ ...address, ...refusal }, this.wait.checks));
    await this.program.prepared;
    await Promise.all([this.wait.forAll(), ...mayLack.map((dependency) => this.wait.tryOnce(dependency))]);
    const app = await this.startApp();
    if (address) {
      await stopWaiting!();
      await app.listen(address.port, address.host);
      this.logger.info({ url: await app.getUrl() }, 'listening');
    } else {
      this.logger.info('started');
    }
    this.app = app;
    metrics.serviceStarted.set({ service: this.definition.name }, 1);
  }

  async health(): Promise<Health> {
    return this.app?.get(HealthController).health() ?? { status: 'waiting', checks: this.wait.checks };
  }

  /**
   * If it listens, it is no longer ready, and lets clients go. Then it stops taking work, finishes the current work, closes
   * queues, then databases.
   */
  async stop(): Promise<void> {
    if (!this.app) return;
    this.app.get(HealthController).leave();
    if (this.front) await sleep(this.program.config.DRAIN_SECONDS * 1000);
    await this.app.close();
  }

  /** Starts everything but the HTTP server. If a dependency goes away meanwhile, it waits and starts again. */
  private async startApp(): Promise<NestFastifyApplication> {
    for (;;) {
      const app = await this.createApp();
      try {
        await app.startAllMicroservices();
        return await app.init();
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.logger.warn({ err: error }, 'a dependency went away during the start; starting again');
        await app.close();
        await this.wait.forAll();
      }
    }
  }

  private async createApp(): Promise<NestFastifyApplication> {
    const { name, uses, mayLack = [], module, adapter: makeAdapter, configure } = this.definition;
    const { config, name: program } = this.program;
    const dependencies = [...uses, ...mayLack];
    const others: OtherParts = this.front?.others ?? (() => Promise.resolve({}));
    @Module({
      imports: [
        PlatformModule.forRoot(config, this.logger),
        ...dependencies.map((dependency) => dependency.module(config, name, program)),
        module,
      ],
      controllers: [HealthController],
      providers: [
        { provide: SERVICE, useValue: name },
        { provide: OTHER_PARTS, useValue: others },
        probesOf(uses),
        ...dependencies.flatMap(({ providers = [] }) => providers),
      ],
    })
    class RootModule {}

    const adapter = makeAdapter?.(config) ?? new FastifyAdapter();
    const app = await NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
      logger: new NestLogger(this.program.logger),
      abortOnError: false,
    });
    app.get(HealthController).watch(app.getHttpAdapter().getInstance());
    await configure?.(app, config, this.logger);
    return app;
  }
}
