import { BullModule, Processor } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { EventPublisher, MessagingModule, workerOptions } from '#messaging';
import { PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import { ObjectStore, StorageModule } from '#storage';
import type { Connection } from 'mongoose';
import { AudienceFreezer } from './audience-freezer.js';
import { AudienceView } from './audience-view.js';
import { CampaignEvents } from './campaign-events.js';
import { CampaignsProcessor } from './campaigns.processor.js';
import { Clock } from './clock.js';
import { ImportEffects } from './import-effects.js';

/** Freezing reads and writes batch by batch; a few campaigns at a time do not keep events waiting. */
const FREEZES_AT_ONCE = 2;

/** The campaigns service: it keeps a view of its own of who can be reached, made from events, and freezes audiences. */
@Module({})
export class CampaignsModule {
  static forRoot(config: Config): DynamicModule {
    const options = workerOptions(config, FREEZES_AT_ONCE);
    // The decorator is applied here, where the configuration is known.
    Processor('campaigns', options)(CampaignsProcessor);
    return {
      module: CampaignsModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        StorageModule,
        MessagingModule,
        BullModule.forRoot({ connection: options.connection, prefix: options.prefix! }),
        BullModule.registerQueue({ name: 'campaigns' }),
      ],
      controllers: [CampaignEvents, HealthController],
      providers: [
        AudienceFreezer,
        AudienceView,
        CampaignsProcessor,
        Clock,
        ImportEffects,
        {
          provide: PROBES,
          inject: [getConnectionToken(), EventPublisher, ObjectStore],
          useFactory: (connection: Connection, publisher: EventPublisher, store: ObjectStore) => ({
            mongodb: () => connection.db!.command({ ping: 1 }),
            redis: () => publisher.ping(),
            storage: () => store.ping(),
          }),
        },
      ],
    };
  }
}
