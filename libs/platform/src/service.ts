import 'reflect-metadata';
import { Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { defaultPort, type ServiceName } from '#contracts';
import type { Logger } from 'pino';
import { ConfigError, loadConfig, type Config } from './config.js';
import { probesOf, type Dependency } from './dependency.js';
import { HealthController } from './health.js';
import { createLogger, NestLogger } from './logging.js';
import { PlatformModule, SERVICE } from './platform.module.js';

/** A service that has not stopped this long after SIGTERM exits; the queue gives its work to another process. */
const SHUTDOWN_TIMEOUT_MS = 25_000;

export interface ServiceDefinition {
  name: ServiceName;
  /** Its dependencies: connected at start, and checked by `/readyz`. */
  uses: readonly Dependency[];
  /** The service's own module. */
  module: Type;
  /** Options of the HTTP server. Worker services use it for health checks only. */
  adapter?: (config: Config) => FastifyAdapter;
  /** Called before the service listens, to add transports, plug-ins and filters. */
  configure?: (app: NestFastifyApplication, config: Config, logger: Logger) => Promise<void> | void;
}

/**
 * Starts a service: configuration, logger, HTTP server, signals. When the configuration is wrong or the boot fails, the
 * process exits with status 1 and one clear message.
 */
export async function startService(definition: ServiceDefinition): Promise<void> {
  const config = readConfig();
  const logger = createLogger(definition.name, config);
  try {
    const app = await createService(definition, config, logger);
    const port = config.PORT ?? defaultPort(definition.name);
    await app.startAllMicroservices();
    await app.listen(port, config.HOST);
    endOnSignal(app, logger);
    logger.info({ url: await app.getUrl() }, 'listening');
  } catch (error) {
    logger.fatal({ err: error }, 'the service could not start');
    process.exitCode = 1;
    // Wait: the logger's transport may still hold the line. Then exit, because a failed boot may leave connections
    // open.
    setTimeout(() => process.exit(1), 200);
  }
}

async function createService(
  { name, uses, module, adapter: makeAdapter, configure }: ServiceDefinition,
  config: Config,
  logger: Logger,
): Promise<NestFastifyApplication> {
  @Module({
    imports: [PlatformModule.forRoot(config, logger), ...uses.map((dependency) => dependency.module(config)), module],
    controllers: [HealthController],
    providers: [
      { provide: SERVICE, useValue: name },
      probesOf(uses),
      ...uses.flatMap(({ providers = [] }) => providers),
    ],
  })
  class RootModule {}

  const adapter = makeAdapter?.(config) ?? new FastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  await configure?.(app, config, logger);
  return app;
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
 * SIGTERM and SIGINT: stop taking work, finish the current work, close queues, then databases. A second signal exits at
 * once.
 */
function endOnSignal(app: INestApplication, logger: Logger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      logger.info({ signal }, 'stopping');
      setTimeout(() => {
        logger.error('did not stop in time');
        process.exit(1);
      }, SHUTDOWN_TIMEOUT_MS).unref();
      app.close().then(
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
