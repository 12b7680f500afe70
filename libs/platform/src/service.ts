import { defaultPort } from '#contracts';
import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ConfigError, loadConfig, type Config } from './config.js';
import { createLogger } from './logging.js';
import { serveMetrics } from './metrics/metrics-server.js';
import { Part, type Program, type ServiceDefinition } from './part.js';
import { startTracing, stopTracing } from './tracing/tracing.js';

/** A process that has not stopped this long after SIGTERM exits; the queue gives its work to another process. */
const SHUTDOWN_TIMEOUT_MS = 25_000;
/** How long the other services of a process go on for the last requests that the first one answers. */
const LAST_REQUESTS_MS = 2_000;

/** Work before any service of the process starts, such as a migration. It ends soon after the signal. */
export type Preparation = (config: Config, signal: AbortSignal) => Promise<void>;

/** Starts a service as a process of its own: {@link startServices}. */
export function startService(definition: ServiceDefinition): Promise<void> {
  return startServices([definition]);
}

/**
 * Starts services in this process: configuration, loggers, dependencies, HTTP server, signals. While a dependency is
 * away, the services that need it wait, and no others. When the configuration is wrong or a boot fails, the process
 * exits with status 1 and one clear message.
 * @param definitions only the first one listens; it shows the health of all
 */
export async function startServices(
  definitions: readonly [ServiceDefinition, ...ServiceDefinition[]],
  prepare: Preparation = () => Promise.resolve(),
): Promise<void> {
  const config = readConfig(definitions);
  const [first, ...rest] = definitions;
  const name = rest.length === 0 ? first.name : 'all';
  const stopping = new AbortController();
  const logger = createLogger(name, config);
  const program: Program = { name, config, logger, prepared: prepare(config, stopping.signal) };
  // Each service that waits for it reports its failure.
  program.prepared.catch(() => undefined);
  const others = rest.map((definition) => new Part(definition, program, null));
  const front = new Part(first, program, {
    port: config.PORT ?? defaultPort(first.name),
    others: async () => {
      const healths = await Promise.all(others.map((part) => part.health()));
      return Object.fromEntries(healths.map((health, index) => [rest[index]!.name, health]));
    },
  });
  await serveMetrics(name, config, logger).catch((error: unknown) => fail(logger, error));
  await startTracing(name, config, logger);
  endOnSignal(logger, stopping, async () => {
    await program.prepared.catch(() => undefined);
    const lastRequests = front.stop();
    await Promise.race([lastRequests, sleep(config.DRAIN_SECONDS * 1000 + LAST_REQUESTS_MS)]);
    await Promise.all([lastRequests, ...others.map((part) => part.stop())]);
    await stopTracing();
  });
  await Promise.all(
    [front, ...others].map((part) =>
      part.start().catch((error: unknown) => stopping.signal.aborted || fail(part.logger, error)),
    ),
  );
  await giveBackMemory();
}

/**
 * Loading leaves 30 MB of young heap behind, which V8 keeps for as long as a process is idle. Asked in this way, it gives
 * it back, once, in a fifth of a second. The heap grows again with the work, so unlike a limit
 * (`--max-semi-space-size`) it costs no speed.
 */
async function giveBackMemory(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}

function readConfig(definitions: readonly ServiceDefinition[]): Config {
  const used = definitions.flatMap(({ uses, mayLack = [] }) => [...uses, ...mayLack]);
  const needed = new Set(used.flatMap(({ needs = [] }) => needs));
  try {
    return loadConfig(process.env, [...needed]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** A service could not start, so the process ends. Of several, only the first says why. */
function fail(logger: Logger, error: unknown): void {
  if (process.exitCode === 1) return;
  process.exitCode = 1;
  if (error instanceof ConfigError) logger.fatal(error.message);
  else logger.fatal({ err: error }, 'the service could not start');
  // Wait: the logger's transport may still hold the line. Then exit, because a failed boot may leave connections open.
  setTimeout(() => process.exit(1), 200);
}

/**
 * SIGTERM and SIGINT: stop everything that has started; what still waits has no work. A second signal exits at once.
 */
function endOnSignal(logger: Logger, stopping: AbortController, stop: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
      logger.info({ signal }, 'stopping');
      setTimeout(() => {
        logger.error('did not stop in time');
        process.exit(1);
      }, SHUTDOWN_TIMEOUT_MS).unref();
      stop().then(
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
