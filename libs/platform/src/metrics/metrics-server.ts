import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProgramName } from '#contracts';
import type { Logger } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { ConfigError, type Config } from '../config.js';
import { VERSION } from '../version.js';
import { metrics, registry } from './metrics.js';

/** In milliseconds: a timer that fires less often wakes an idle process less often. */
const EVENT_LOOP_PRECISION = 20;

const readers = new Set<() => Promise<void>>();

/**
 * Has work done before the metrics are shown, such as reading values that nobody counts.
 * @returns a function that ends this
 */
export function beforeScrape(read: () => Promise<void>): () => void {
  readers.add(read);
  return () => void readers.delete(read);
}

/** Whether the process serves metrics. Otherwise what costs something is not measured. */
export function isMeasured({ METRICS_PORT }: Pick<Config, 'METRICS_PORT'>): boolean {
  return METRICS_PORT !== undefined;
}

/**
 * Serves `/metrics` on a port of its own, from the start of the process: also while its services wait.
 * @throws ConfigError when the port cannot be used
 */
export async function serveMetrics(program: ProgramName, config: Config, logger: Logger): Promise<void> {
  if (!isMeasured(config)) return;
  const { HOST: host, METRICS_PORT: port, METRICS_TOKEN: token, REVISION: revision } = config;
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION });
  metrics.buildInfo.set({ version: VERSION, revision, program }, 1);
  const server = createServer((request, response) => {
    answer(request, response, token).catch((error: unknown) => {
      logger.warn({ err: error }, 'the metrics could not be shown');
      end(response, 500, 'The metrics could not be shown; the log says why.\n');
    });
  });
  server.listen(port, host);
  await once(server, 'listening').catch((cause: Error) => {
    throw new ConfigError(`METRICS_PORT: cannot listen there: ${cause.message}`, { cause });
  });
  // It must not keep a process alive whose services have ended.
  server.unref();
  logger.info({ url: `http://${host}:${port}/metrics` }, 'metrics');
}

async function answer(request: IncomingMessage, response: ServerResponse, token: string | undefined): Promise<void> {
  const [where] = request.url!.split('?');
  if (where !== '/metrics') return end(response, 404, 'There is only /metrics.\n');
  if (request.method !== 'GET') return end(response, 405, 'Use GET.\n', { Allow: 'GET' });
  if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`))
    return end(response, 401, 'Send METRICS_TOKEN as "Authorization: Bearer …".\n', { 'WWW-Authenticate': 'Bearer' });
  await Promise.all([...readers].map((read) => read()));
  end(response, 200, await registry.metrics(), { 'Content-Type': registry.contentType });
}

function end(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(body);
}

/** Takes the same time wherever the texts differ. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(first!, second!);
}
