import type { Provider } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceName } from '#contracts';
import { OutboxRepository } from '#persistence';
import { PROBES, type Config } from '#platform';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { EventPublisher } from './event-publisher.js';
import { EventServer, type EventServerOptions } from './event-server.js';

/** What `/readyz` asks in a service that needs MongoDB and Redis. */
export const databaseAndQueueProbes: Provider = {
  provide: PROBES,
  inject: [getConnectionToken(), EventPublisher],
  useFactory: (connection: Connection, publisher: EventPublisher) => ({
    mongodb: () => connection.db!.command({ ping: 1 }),
    redis: () => publisher.ping(),
  }),
};

/**
 * Connects the events that a service hears to its subscriber class.
 * @param options how many events of each kind are handled at once, and what else the service wants
 */
export function hearEvents(
  service: ServiceName,
  options: (app: NestFastifyApplication, config: Config) => Pick<EventServerOptions, 'concurrency' | 'onDeadLetter'>,
) {
  return (app: NestFastifyApplication, config: Config, logger: Logger): void => {
    const strategy = new EventServer({
      service,
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
