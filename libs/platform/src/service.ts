import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { defaultPort, type ServiceName } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ConfigError, loadConfig, type Config } from './config.js';
import { probesOf, type Dependency } from './dependency.js';
import { DependencyWait } from './dependency-wait.js';
import { HealthController } from './health.js';
import { createLogger, NestLogger } from './logging.js';
import { PlatformModule, SERVICE } from './platform.module.js';
import { isTransient } from './transient.js';
import { listenWhileWaiting, type Refusal } from './waiting-server.js';

/** A service that has not stopped this long after SIGTERM exits; the queue gives its work to another process. */
const SHUTDOWN_TIMEOUT_MS = 25_000;

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
  refuse?: Refusal;
}

/** The application, once it listens. */
interface Running {
  app: NestFastifyApplication | null;
}

/**
 * Starts a service: configuration, logger, dependencies, HTTP server, signals. While a dependency is away, the service
 * waits for it. When the configuration is wrong or the boot fails, the process exits with status 1 and one clear
 * message.
 */
export async function startService(definition: ServiceDefinition): Promise<void> {
  const config = readConfig();
  const logger = createLogger(definition.name, config);
  const running: Running = { app: null };
  endOnSignal(running, config, logger);
  try {
    running.app = await boot(definition, config, logger);
    logger.info({ url: await running.app.getUrl() }, 'listening');
  } catch (error) {
    if (error instanceof ConfigError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'the service could not start');
    process.exitCode = 1;
    // Wait: the logger's transport may still hold the line. Then exit, because a failed boot may leave connections
    // open.
    setTimeout(() => process.exit(1), 200);
  }
}

/** Until the service listens, another server answers the health checks on its port. */
async function boot(definition: ServiceDefinition, config: Config, logger: Logger): Promise<NestFastifyApplication> {
  const { name, uses, mayLack = [], refuse } = definition;
  const address = { port: config.PORT ?? defaultPort(name), host: config.HOST };
  const wait = new DependencyWait(name, uses, config, logger);
  const stopWaiting = await listenWhileWaiting({ ...address, refuse }, wait.checks);
  await Promise.all([wait.forAll(), ...mayLack.map((dependency) => wait.tryOnce(dependency))]);
  const app = await startApp(definition, config, logger, wait);
  await stopWaiting();
  await app.listen(address.port, address.host);
  return app;
}

/** Starts everything but the HTTP server. If a dependency goes away meanwhile, it waits and starts again. */
async function startApp(
  definition: ServiceDefinition,
  config: Config,
  logger: Logger,
  wait: DependencyWait,
): Promise<NestFastifyApplication> {
  for (;;) {
    const app = await createService(definition, config, logger);
    try {
      await app.startAllMicroservices();
      return await app.init();
    } catch (error) {
      if (!isTransient(error)) throw error;
      logger.warn({ err: error }, 'a dependency went away during the start; starting again');
      await app.close();
      await wait.forAll();
    }
  }
}

async function createService(
  { name, uses, mayLack = [], module, adapter: makeAdapter, configure }: ServiceDefinition,
  config: Config,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const dependencies = [...uses, ...mayLack];
  @Module({
    imports: [
      PlatformModule.forRoot(config, logger),
      ...dependencies.map((dependency) => dependency.module(config, name)),
      module,
    ],
    controllers: [HealthController],
    providers: [
      { provide: SERVICE, useValue: name },
      probesOf(uses),
      ...dependencies.flatMap(({ providers = [] }) => providers),
    ],
  })
  class RootModule {}

  const adapter = makeAdapter?.(config) ?? new FastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.get(HealthController).watch(app.getHttpAdapter().getInstance());
  await configure?.(app, config, logger);
  return app;
}

async function stop(app: NestFastifyApplication, drainMs: number): Promise<void> {
  app.get(HealthController).leave();
  await sleep(drainMs);
  await app.close();
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * SIGTERM and SIGINT: be no longer ready, let clients go, stop taking work, finish the current work, close queues, then
 * databases. A second signal exits at once, and so does the first one while the service still waits or starts: it has no
 * work yet.
 */
function endOnSignal(running: Running, { DRAIN_SECONDS }: Config, logger: Logger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      logger.info({ signal }, 'stopping');
      if (!running.app) process.exit(0);
      setTimeout(() => {
        logger.error('did not stop in time');
        process.exit(1);
      }, SHUTDOWN_TIMEOUT_MS).unref();
      stop(running.app, DRAIN_SECONDS * 1000).then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'did not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });
}
