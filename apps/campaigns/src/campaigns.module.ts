import { Module, type DynamicModule } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventPublisher, EventServer, MessagingModule } from '#messaging';
import { OutboxRepository, PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { AudienceController } from './audience.controller.js';
import { AudienceView } from './audience-view.js';

/** Handlers of this service write to its own collection alone, so a few at a time are enough to keep up. */
const CONCURRENCY = 4;

/** The campaigns service: it subscribes to contact events and keeps its own view of who can be reached. */
@Module({})
export class CampaignsModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: CampaignsModule,
      imports: [PersistenceModule.forRoot(config.MONGODB_URI), MessagingModule],
      controllers: [AudienceController, HealthController],
      providers: [
        AudienceView,
        {
          provide: PROBES,
          inject: [getConnectionToken(), EventPublisher],
          useFactory: (connection: Connection, publisher: EventPublisher) => ({
            mongodb: () => connection.db!.command({ ping: 1 }),
            redis: () => publisher.ping(),
          }),
        },
      ],
    };
  }
}

/** Connects the events. */
export function configureCampaigns(app: NestFastifyApplication, config: Config, logger: Logger): void {
  const strategy = new EventServer({
    service: 'campaigns',
    config,
    concurrency: CONCURRENCY,
    logger,
    publisher: app.get(EventPublisher),
    outbox: app.get(OutboxRepository),
    sweepSeconds: config.SWEEP_SECONDS,
  });
  app.connectMicroservice({ strategy });
}
