import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceName } from '#contracts';
import { OutboxRepository } from '#persistence';
import { SERVICE, type Config } from '#platform';
import type { Logger } from 'pino';
import { CrashWatch } from './crash-watch.js';
import { EventPublisher } from './event-publisher.js';
import { EventServer, type EventServerOptions } from './event-server.js';

/**
 * Connects a service's subscriber class to the queues of its events.
 * @param options how many events of each kind are handled concurrently, and the service's other settings
 */
export function hearEvents(
  options: (
    app: NestFastifyApplication,
    config: Config,
  ) => Pick<EventServerOptions, 'concurrency' | 'isDone' | 'onDeadLetter'>,
) {
  return (app: NestFastifyApplication, config: Config, logger: Logger): void => {
    const strategy = new EventServer({
      service: app.get<ServiceName>(SERVICE),
      config,
      logger,
      publisher: app.get(EventPublisher),
      outbox: app.get(OutboxRepository),
      crashes: app.get(CrashWatch),
      sweepSeconds: config.SWEEP_SECONDS,
      ...options(app, config),
    });
    app.connectMicroservice({ strategy });
  };
}
