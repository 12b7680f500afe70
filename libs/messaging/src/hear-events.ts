import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceName } from '#contracts';
import { OutboxRepository } from '#persistence';
import { SERVICE, type Config } from '#platform';
import type { Logger } from 'pino';
import { EventPublisher } from './event-publisher.js';
import { EventServer, type EventServerOptions } from './event-server.js';

/**
 * Connects the events that a service hears to its subscriber class.
 * @param options how many events of each kind are handled at once, and what else the service wants
 */
export function hearEvents(
  options: (app: NestFastifyApplication, config: Config) => Pick<EventServerOptions, 'concurrency' | 'onDeadLetter'>,
) {
  return (app: NestFastifyApplication, config: Config, logger: Logger): void => {
    const strategy = new EventServer({
      service: app.get<ServiceName>(SERVICE),
      config,
      logger,
      publisher: app.get(EventPublisher),
      outbox: app.get(OutboxRepository),
      sweepSeconds: config.SWEEP_SECONDS,
      ...options(app, config),
    });
    app.connectMicroservice({ strategy });
  };
}
