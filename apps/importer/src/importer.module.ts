import { BullModule, Processor } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { EventPublisher, MessagingModule, workerOptions } from '#messaging';
import { PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import { ObjectStore, StorageModule } from '#storage';
import type { Connection } from 'mongoose';
import { Backends } from './backends.js';
import { ImportsProcessor } from './imports.processor.js';
import { Sweeper } from './sweeper.js';

/** The importer: it checks uploaded files and sends their rows to the contacts service. */
@Module({})
export class ImporterModule {
  static forRoot(config: Config): DynamicModule {
    const options = workerOptions(config, config.IMPORTER_CONCURRENCY);
    // The decorator is applied here, where the configuration is known.
    Processor('imports', options)(ImportsProcessor);
    return {
      module: ImporterModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        StorageModule,
        MessagingModule,
        BullModule.forRoot({ connection: options.connection, prefix: options.prefix! }),
        BullModule.registerQueue({ name: 'imports' }),
      ],
      controllers: [HealthController],
      providers: [
        Backends,
        ImportsProcessor,
        Sweeper,
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
