import { BullModule, Processor } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { EventPublisher, MessagingModule, workerOptions } from '#messaging';
import { PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import { ObjectStore, StorageModule } from '#storage';
import type { Connection } from 'mongoose';
import { ExportSweeper } from './export-sweeper.js';
import { Exporter } from './exporter.js';
import { ExportsProcessor } from './exports.processor.js';

/** The exporter: it makes one file from one filter, and removes old ones. */
@Module({})
export class ExporterModule {
  static forRoot(config: Config): DynamicModule {
    const options = workerOptions(config, config.EXPORTER_CONCURRENCY);
    // The decorator is applied here, where the configuration is known.
    Processor('exports', options)(ExportsProcessor);
    return {
      module: ExporterModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        StorageModule,
        MessagingModule,
        BullModule.forRoot({ connection: options.connection, prefix: options.prefix! }),
        BullModule.registerQueue({ name: 'exports' }),
      ],
      controllers: [HealthController],
      providers: [
        Exporter,
        ExportSweeper,
        ExportsProcessor,
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
